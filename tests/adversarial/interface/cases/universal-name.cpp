// interface forbidden-construct
//@ body
  Real s\u0443m = 0;
  sum += s\u0443m;
