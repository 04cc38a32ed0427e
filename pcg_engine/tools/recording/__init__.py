"""Dependence recording: a serial run in which every access is compared across iterations."""
