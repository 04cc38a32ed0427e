"""A simulated OpenMP run-time: what a candidate does in orders that a seed decides."""
