"""From a dossier to files: reports, tables and data for other programs. Never reaches the store."""
