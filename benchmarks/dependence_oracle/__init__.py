"""Loop nests that are executed, to find dependences that the analysis misses."""
