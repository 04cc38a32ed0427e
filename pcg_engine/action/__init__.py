"""The agent (paper: the Action component): the only orchestration of analysis, rules and checks."""
