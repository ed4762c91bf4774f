"""Networks: embedding, stacked cells and readout.

- `network`: what a network is, and its card
- `formats`: from and to files
- `library`: opened by name or path
- `random_start`: made anew with random weights
"""
