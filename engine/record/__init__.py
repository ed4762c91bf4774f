"""What the engine leaves behind: frozen records of plain read-only numpy. No torch, no Qt.

- `gates`: the symbol, range and meaning of every gate
- `messages`: every sentence that the engine says
- `trace`: everything that one run computed; the table of axes
- `gradient_flow`: what backpropagation found
- `gradient_paths`: the gradient of one token, split by path
- `weight_update`: what one weight learns from one text, token by token
- `jacobians`: how far a state moves when an earlier one does
- `memory`: what each token has left in the state
- `forgetting`: two runs that differ in one token
- `recorder`: gathers a trace while a network runs
- `whole_file`, `archive`, `files`, `gradient_files`: records to and from files
- `inputs`: arrays that people give a network to read
"""
