// interface forbidden-construct
//@ body
  _Pragma("GCC ivdep")
  for (int i = 0; i < 2; ++i) sum += 0;
