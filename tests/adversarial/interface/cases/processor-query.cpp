// interface forbidden-construct
//@ body
  if (__builtin_cpu_supports("avx512f")) sum = 0;
