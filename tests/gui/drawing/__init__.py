"""Tests of what stands in `gui/drawing`."""
