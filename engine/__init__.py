"""Runs recurrent networks and leaves records of everything they computed. No Qt anywhere.

From the bottom up, each part using only those above it in this list:

- `record`: the frozen records, the names of gates, the sentences
- `requests`: all that may be asked
- `array_namespace`, `torch_namespace`: the few array functions under the same names for numpy and for torch
- `cell`, `cells`: what a cell is, and the three of them, as plain mathematics
- `tokenizer`, `device`: text to tokens; which device for which work
- `network`, `formats`, `library`: embedding, stacked cells and readout; opened from files
- `reading`, `step_path`, `fast_path`, `simulate`: what is read; two ways to the same trace
- `sweep`, `fast_sweep`, `gradients`: backpropagation through time, step by step and for many tokens at once
- `weight_update`: the gradient of one weight, token by token
- `tasks`, `train`: what networks are trained for, and how
- `memory`, `gate_statistics`, `jacobians`, `forgetting`: what is remembered, and for how long
- `function_words`, `retention`: whether content outlasts recency, over many texts
- `distances`: whether an opinion is still known so many neutral words later
- `service`, `worker`: the one door; the child process behind it
- `answers`, `channel`, `fault_report`: what that process says, on which line, and of its faults
- `stories`, `record_stories`: the texts with which the window opens, and how their records are made
- `record_retention`: writes what shipped networks remember on their cards
- `shapes`, `fresh_process`, `bench`, `bench_gradient`: shapes as types; measuring in processes of their own

Records, requests, cells, tokenizer, networks, files and the step path import without torch.
"""
