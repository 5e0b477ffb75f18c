"""Công Vụ: one house for a local government's administrative reform."""

__version__ = "0.1.0"
