"""From what a language model answered to a candidate's file (pure)."""
