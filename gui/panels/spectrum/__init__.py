"""Singular values of a step and exponents of the run: `spectra` fetches them."""
