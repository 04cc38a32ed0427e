"""The benchmark: paired, interleaved, one process at a time, and aware of a busy machine."""
