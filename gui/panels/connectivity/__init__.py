"""On which words each output depends: `connections` finds them, `panel` shows them."""
