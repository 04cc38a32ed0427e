// interface new-state
//@ body
  scratch[1] = sum;
  sum = scratch[1];
