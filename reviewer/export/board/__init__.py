"""The board as a page: HTML, Markdown and tables, out of a board and nothing else."""
