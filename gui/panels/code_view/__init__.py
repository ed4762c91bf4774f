"""The step as code: `program` writes it, `panel` shows it."""
