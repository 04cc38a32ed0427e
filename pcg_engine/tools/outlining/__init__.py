"""Loop outlining: a nest becomes a function of its own where its function cannot be called."""
