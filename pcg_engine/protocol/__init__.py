"""What PCG tells other programs: the JSON contract's values, and the worker's messages."""
