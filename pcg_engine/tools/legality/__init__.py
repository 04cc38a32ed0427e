"""Static legality: a candidate's own OpenMP directives, judged on the candidate's own tree."""
