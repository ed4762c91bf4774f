"""Tests of the window, its panels and its controls, without a screen."""
