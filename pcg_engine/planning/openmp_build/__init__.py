"""Switching OpenMP on in the user's build: an edit of the build file, or what to add by hand."""
