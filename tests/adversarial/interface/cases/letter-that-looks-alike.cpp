// interface forbidden-construct
//@ body
  Real sуm = 0;
  sum += sуm;
