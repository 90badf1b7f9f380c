"""The linter of claims: what a page says, held against the figures and the evidence that it stands on."""
