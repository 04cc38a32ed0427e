"""The tests; a package, so that builders and fakes can be shared by name."""
