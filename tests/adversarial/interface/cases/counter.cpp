// interface forbidden-construct
//@ body
  if (__COUNTER__ == 1) sum = 1;
