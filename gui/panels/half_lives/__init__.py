"""How long each unit keeps a half, on its `scale`."""
