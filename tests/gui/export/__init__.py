"""Tests of what stands in `gui/export`."""
