// interface forbidden-call
//@ body
  if (lgamma(3.5) < 0) sum = 1;
