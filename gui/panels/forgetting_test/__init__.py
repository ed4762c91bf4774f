"""One word changed, and for how long one can tell: `lines` are its curves."""
