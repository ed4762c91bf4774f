"""Tests of what stands in `gui/dialogs`."""
