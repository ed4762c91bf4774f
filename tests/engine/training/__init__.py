"""Tests of what stands in `engine/training`."""
