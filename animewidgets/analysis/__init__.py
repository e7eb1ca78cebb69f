"""What is found out about a release: shots, sound to look at."""
