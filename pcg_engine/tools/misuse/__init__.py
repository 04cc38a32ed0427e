"""Wrong OpenMP that a program has already: certain faults, and the directive without them."""
