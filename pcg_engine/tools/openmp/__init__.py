"""OpenMP directives as values: the one parser of their text (pure)."""
