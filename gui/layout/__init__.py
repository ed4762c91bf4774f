"""Where the panels of a page stand: `board` holds their cards."""
