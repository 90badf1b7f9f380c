"""What a person can have done: each function here is what the command line and the screens both call."""
