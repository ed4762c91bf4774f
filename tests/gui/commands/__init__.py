"""Tests of what stands in `gui/commands`."""
