"""Tests of what stands in `engine/analysis`."""
