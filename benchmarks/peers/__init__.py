"""What other ways of making the same programs parallel gain, measured beside PCG."""
