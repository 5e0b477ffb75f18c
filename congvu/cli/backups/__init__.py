"""A backup: a folder with the database as `pg_dump` writes it, the files, and a manifest that proves both.

Keys are never in it, only their fingerprints: whoever finds the folder can read no identity number and no attachment.
"""
