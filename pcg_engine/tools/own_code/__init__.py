"""Whether the inputs reach what the candidate itself brings in: its branches and comparisons."""
