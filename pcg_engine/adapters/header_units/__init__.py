"""Which translation units include a header, and how its text is compiled in each of them."""
