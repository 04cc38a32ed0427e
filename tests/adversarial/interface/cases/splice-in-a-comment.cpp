// interface forbidden-construct
//@ body
  // see docs\
  sum = 1;
