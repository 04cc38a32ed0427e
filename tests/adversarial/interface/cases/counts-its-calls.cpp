// interface new-state
//@ body
  if (count_calls() < 0) sum = 1;
