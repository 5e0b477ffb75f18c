"""Files of units and people to rows. All or nothing; the same file again changes nothing."""
