"""Measuring: ratios within one run, whole processes beside each other.

- `bench`: traces against plain PyTorch, in time and memory
- `gradient`: gradients, Jacobians and ledgers against autograd
- `leave_one_out`, `hold`: what changing a text or a gate costs, against plain traces
- `tokenizer`: texts becoming rows against the LSTM that reads them
- `fresh_process`: a measurement in a process of its own
"""
