"""What the engine leaves behind: frozen records of plain read-only numpy. No torch, no Qt.

- `gates`: the symbol, range and meaning of every gate
- `arrays`: what all records share: read-only arrays under their keys; `one_line`: how they show themselves
- `provenance`: which network, text and output a record is of, and where numbers stopped being finite
- `trace`: everything that one run computed; the table of axes
- `gradient_flow`: what backpropagation found
- `gradient_paths`: the gradient of one token, split by path
- `weight_update`: what one weight learns from one text, token by token
- `jacobians`: how far a state moves when an earlier one does
- `memory`, `memory_flow`: what each token has left in the state, at one token and at all
- `forgetting`: two runs that differ in one token
- `leave_one_out`: all the runs that lack one token, beside the one that lacks none
- `attribution`: what each token does to one output, by gradients
- `hold`: a gate or a state that was held at a given value
- `distances`: how often an opinion is still known so many words later
"""
