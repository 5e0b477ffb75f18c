"""The versioned HTTP API: the rooms' commands and selectors for programs. See docs/api.md."""
