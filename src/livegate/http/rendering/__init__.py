"""Sessions in the caller's API version: one module for each family of versions."""
