"""The only writers of units, people and powers: one function per verb, one file per subject."""
