"""What the panels of the memory page, and the inked words, are drawn from: numbers, places, words.

The ledger (`ledger`, its `ledger_places` and `ledger_words`) is painted as `strata` with names in their
`band_room`, or as `share_bars`; `word_ink` fades the text; `forgetting_lines`, `half_life_scale` with
`needed_word`, `triangle` and `distances` with `known_distances` belong to one panel each.
"""
