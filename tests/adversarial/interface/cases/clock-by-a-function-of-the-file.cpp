// interface forbidden-call
//@ body
  if (seconds() < 0) sum = 1;
