"""Programs that are no tests: they draw the pictures of the README and refresh the translations."""
