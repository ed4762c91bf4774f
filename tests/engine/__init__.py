"""Tests of the engine: numbers against PyTorch, closed forms and hand computations."""
