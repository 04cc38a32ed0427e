// interface forbidden-construct
//@ body
  if (__FILE__[0] == 'p') sum = 1;
