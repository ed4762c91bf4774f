"""Tests of what stands in `engine/data`."""
