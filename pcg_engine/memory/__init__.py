"""Examples of slow code made fast, and finding those like the code at hand (paper: the Memory)."""
