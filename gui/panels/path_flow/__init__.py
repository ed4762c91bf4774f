"""By which paths the gradient came: `bands`, their `places` and `words`."""
