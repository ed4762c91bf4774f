"""Tests of what stands in `gui/bench`."""
