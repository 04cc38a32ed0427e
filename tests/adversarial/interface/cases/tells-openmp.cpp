// interface forbidden-construct
//@ body
#ifdef _OPENMP
  sum = 0;
#endif
