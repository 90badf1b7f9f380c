"""The only rooms that speak SQL: one SQLite file, one writer a process, any number of readers."""
