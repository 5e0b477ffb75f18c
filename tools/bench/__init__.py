"""`make bench`: what matters, measured on this machine in one run. How to read it: docs/performance.md."""
