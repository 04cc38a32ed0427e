"""What can be told from the text alone: the only parser on the keystroke path; never fails."""
