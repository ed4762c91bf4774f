"""Tests of what stands in `engine/models/formats`."""
