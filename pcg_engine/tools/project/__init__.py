"""Running the user's own build, tests and benchmark in a copy of the project."""
