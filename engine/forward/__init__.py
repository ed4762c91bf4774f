"""The forward pass, by step and whole: two ways to the same trace.

- `reading`: what is read, as rows of the first layer's input
- `step_path`, `fast_path`: stage by stage; whole sequences
- `leading_unit`: which unit moves the output most
- `simulate`: chooses between them and gathers the trace with the `recorder`
"""
