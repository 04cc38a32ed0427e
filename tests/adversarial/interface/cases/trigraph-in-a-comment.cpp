// interface forbidden-construct
//@ body
  // is it safe??/
  sum = 1;
