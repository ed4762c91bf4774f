"""What is remembered and for how long, read out of traces.

- `memory_ledger`, `memory_bands`: what each token has left in the state; its largest parts as bands
- `gate_statistics`: how open the gates are, how long they keep
- `forgetting`: two runs that differ in one token
- `leave_one_out`: all the runs that lack one token, beside the one that lacks none
- `attribution`: what each token does to one output, by gradients
- `rank_correlation`: whether two lists of numbers have the same order
- `function_words`, `retention`: whether content outlasts recency, over many texts
- `state_sizes`: how large each state gets, over many texts
"""
