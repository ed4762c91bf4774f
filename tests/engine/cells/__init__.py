"""Tests of what stands in `engine/cells`."""
