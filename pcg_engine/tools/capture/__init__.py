"""Live-ins of the user's own runs: recorded by an instrumented program, replayed as inputs."""
