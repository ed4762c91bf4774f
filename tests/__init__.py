"""Tests, in the shape of the source: `engine/` and `gui/`, and here what concerns the whole house."""
