"""Calls of standard algorithms as the loops that they stand for, in C++."""
