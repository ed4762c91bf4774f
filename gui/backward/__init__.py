"""What the panels of the backward page are drawn from: numbers, places, words.

`step_gradients` is one step of the pass; `unit_gradients` one unit in it, which `gradient_equations` writes
out. `path_bands`, `path_places` and `path_words` belong to the paths; `chosen_weight`, `weight_rule`,
`weight_places` and `weight_words` to the update rule.
"""
