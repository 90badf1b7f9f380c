"""What a program can read off a transcript: pure functions, from plain transcripts and a suite to facts."""
