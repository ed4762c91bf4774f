"""How far a state moves when an earlier one does: `lines` and the `words` beside them."""
