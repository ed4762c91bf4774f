"""Tests of what stands in `engine/record`."""
