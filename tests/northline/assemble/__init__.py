"""The Northline runs: 3 models × 3 runs × 162 cases, played by a seeded generator around the hand-written ones."""
