"""Changing a network while it reads, to see what depends on what: gates and states held at a value."""
