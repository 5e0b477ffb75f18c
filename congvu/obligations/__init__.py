"""Who owes what by when: the one inbox, the one clock, hand-over, extension, urging, time lost to systems."""
