"""The SQL of the store: numbered migrations and the schema that they add up to. Read it with `importlib.resources`."""
