"""The sandbox conformance suite: every promise of every adapter, and programs that break it."""
