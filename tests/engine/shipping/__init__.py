"""Tests of what stands in `engine/shipping`."""
