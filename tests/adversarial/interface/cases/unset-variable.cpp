// compile uninitialised-use
//@ body
  Real start;
  sum += start;
