"""PCG: turns serial C++ loops into OpenMP code that is checked before it is shown."""

__version__ = "0.1.0"
