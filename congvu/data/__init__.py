"""Official facts that travel with the program: files as they were published, with their source columns."""
