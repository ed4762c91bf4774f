"""Tests of what stands in `engine/files`."""
