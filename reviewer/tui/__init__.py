"""The terminal program: screens over the store, drawn with Textual."""
