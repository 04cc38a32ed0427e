"""Rules: candidates that follow from the facts of a loop, one transformation a module."""
