"""The checks of a candidate (paper: the Tools component), each one module with one ``check``."""
