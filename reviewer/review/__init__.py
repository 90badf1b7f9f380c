"""Pure rooms: what people decided, folded into what holds now. No database, no files."""
