"""Tests of what stands in `gui/panels`."""
