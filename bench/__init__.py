"""Measurements: speed, error rates, memory. Each prints what it compares; none is part of the product."""
