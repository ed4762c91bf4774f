"""What several panels read out of a scene.

- `judgement`: what the network thinks at a moment; `chosen_output`: which output ℓ is
- `stage_words`: names of stages in the reader's language
- `gradient_lines`: the curves of a gradient; `step_gradients`: one step of the backward pass
- `state_scale`: which colour a state's value has
- `chosen_weight`: the weight whose update is shown; `distances`: accuracy by distance
- `part_words`, `gradient_words`: what parts of a cell are called, in both passes
- `retyped_words`: what words of the text the reader has retyped; `held`: what he holds, in words
"""
