"""Tests of what stands in `gui/session`."""
