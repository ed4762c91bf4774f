"""Tests of what stands in `engine/backward`."""
