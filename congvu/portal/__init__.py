"""The public face: a citizen looks up where the dossier is."""
