// interface new-state
//@ body
  static Real last = 0;
  last += 1;
  if (last < 0) sum = 1;
