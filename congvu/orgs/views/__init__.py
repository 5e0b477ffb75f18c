"""Pages of units, people and powers: parse, one command or few selectors, render."""
