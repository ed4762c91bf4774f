"""Tests of what stands in `engine/forward`."""
