"""What PCG finds, refuses and gains in public programs with hot loops."""
