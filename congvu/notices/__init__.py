"""Messages out: the bell of those who work here, mail, and what citizens are told. Never twice, never lost unseen."""
