"""Frozen values of PCG's domain; standard library only, no input or output."""
