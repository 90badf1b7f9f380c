"""Reviewing on the reading screen: a key becomes a decision, and what is decided stands beside the words."""
