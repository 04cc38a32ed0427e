// interface forbidden-construct
//@ body
#ifdef __clang__
  sum = 0;
#endif
