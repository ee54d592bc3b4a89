"""The reference pages that follow from the code, one module for each source."""
