"""One sitting: what was chosen, asked for and answered, and where the reader is.

- `session`: the scene, and what it still lacks (`wanted`); `choice`: what the reader chose
- `engine_client`: the engine next door; `follower`: the records that follow the reader
- `player`: where the reader is; `playhead`: how the position moves
- `story`: the recorded texts that ship; `known_distances`: accuracies that stand on cards
"""
