"""What happened: typed events, chained per subject, sealed every day; counters without gaps; repeated requests."""
