"""What the server answers: one feature a module, each with ``register(server, session)``."""
