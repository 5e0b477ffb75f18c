"""What should happen: procedures, their papers and limits, and the approved internal processes, each from–until."""
