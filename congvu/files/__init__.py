"""Papers by their content: kept once, encrypted, checked for what they are; and fields that only we can read."""
