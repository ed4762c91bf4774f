"""Runs recurrent networks and leaves records of everything they computed. No Qt anywhere.

From the bottom up, each part using only those above it in this list:

- `record`: the frozen records, the names of gates, the sentences
- `requests`: all that may be asked
- `cell`, `cells`, `array_namespace`: what a cell is, and the three of them, as plain mathematics
- `tokenizer`, `device`: text to tokens; which device for which work
- `network`, `formats`, `library`: embedding, stacked cells and readout; opened from files
- `simulate`, `gradients`: a network over a sequence; backpropagation through time
- `tasks`, `train`: what networks are trained for, and how
- `service`, `worker`: the one door; the child process behind it

Everything up to and including `library` imports without torch.
"""
