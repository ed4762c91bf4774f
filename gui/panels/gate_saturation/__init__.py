"""How often each unit's gates are shut or open: `triangle` is its scale."""
