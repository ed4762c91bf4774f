"""Tests of what stands in `engine/bench`."""
