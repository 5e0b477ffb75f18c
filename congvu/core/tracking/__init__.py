"""Following what was given: the grid of figures, rates and ranks, the colour from evidence, directives as text."""
