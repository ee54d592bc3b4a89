"""Readers of the layouts in which data sets come, one module each."""
