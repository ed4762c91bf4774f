"""On which words each output depends: `connections` finds them, `word_grounds` has the words above."""
