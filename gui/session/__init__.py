"""One sitting: what was chosen, asked for and answered, and where the reader is.

- `session`: the scene; `choice`: what the reader chose; `families`: what ships to choose from
- `engine_client`: the engine next door; `inquiry`: one ticket, and what became of it
- `retyping`: what a retyped text is compared with
- `coming`: the reading on its way; `holding`: the same text on its way, held in another way
- `follower`: the records that follow the reader, by what is `wanted`
- `player`: where the reader is; `playhead`: how the position moves
- `history`: undo and redo
- `story`: the recorded texts that ship; `known_distances`: accuracies that stand on cards
"""
