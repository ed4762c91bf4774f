"""Several answers to the question which words made the output, and whether they agree: `measures`."""
