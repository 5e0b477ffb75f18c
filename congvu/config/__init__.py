"""Settings, URLs and the database server the settings may bring along."""
