"""What to try on a loop: deterministic rules."""
