"""One catalogue of figures: each defined once, counted from its rows, for any unit, period and past day."""
