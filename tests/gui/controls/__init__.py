"""Tests of what stands in `gui/controls`."""
