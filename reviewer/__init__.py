"""Read agent transcripts message by message in the terminal, and stand behind what you publish about them."""

__version__ = "0.1.0"
