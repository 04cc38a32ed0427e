"""Real editors against the real server."""
