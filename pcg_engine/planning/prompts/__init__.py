"""What language models are asked (paper: the Planning component)."""
