// interface forbidden-construct
//@ body
  if (__DATE__[0] == 'p') sum = 1;
