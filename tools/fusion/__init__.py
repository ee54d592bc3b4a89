"""Fitting the weights of evidence to observed captures."""
