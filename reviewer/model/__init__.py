"""What a transcript, a suite, a review and a figure are. Frozen, typed, and knowing nothing else of the program."""
