"""One-stop dossiers: from the counter through every desk of the process to the returned result."""
