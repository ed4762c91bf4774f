"""Contracts that every row of a table keeps: each panel, each cell."""
