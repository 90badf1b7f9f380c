"""How fast the program is, beside what the machine can do: `python -m tests.bench --help`."""
