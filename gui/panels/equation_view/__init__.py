"""The stages as equations with numbers in them.

`unit_gradients` is one unit in one step of the way back, which `gradient_equations` writes out.
"""
