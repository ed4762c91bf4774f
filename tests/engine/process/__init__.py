"""Tests of what stands in `engine/process`."""
