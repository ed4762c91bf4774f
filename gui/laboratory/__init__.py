"""What the panels of the laboratory are drawn from: numbers, places, words.

`jacobian_lines` and `jacobian_words` belong to the graph of a small change, `spectra` to the spectra,
`connections` with `word_grounds` and `pair_veil` to connectivity.
"""
