"""Thin pages over the commands and selectors."""
