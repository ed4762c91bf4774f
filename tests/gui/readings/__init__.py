"""Tests of what stands in `gui/readings`."""
