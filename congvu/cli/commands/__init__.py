"""One module per command. A module has `add_arguments(parser)`, `run(arguments) -> int`, a docstring whose first
line is the help and whose rest holds an example. `NEEDS = "nothing" | "settings" | "database"` (default database)."""
