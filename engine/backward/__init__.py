"""The backward pass: backpropagation through time, by step and whole, and what is read out of it.

- `sweep`, `fast_sweep`: step by step for one output; for many tokens at once
- `gradients`: how much of the gradient reaches each token
- `gradient_paths`: the gradient of one token, split by path
- `jacobians`, `lyapunov`: how far a state moves when an earlier one does; at which rate
- `weight_update`: what one weight learns from one text
"""
