"""Reform plans: goals, tasks, products by unit and day; versions, what lower units took up, what is done."""
