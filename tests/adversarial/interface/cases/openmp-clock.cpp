// interface forbidden-call
//@ top
#include <omp.h>
//@ body
  if (omp_get_wtime() < 0) sum = 1;
