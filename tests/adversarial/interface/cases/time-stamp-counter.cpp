// interface forbidden-construct
//@ top
#include <immintrin.h>
//@ body
  if (_rdtsc() == 1) sum = 1;
