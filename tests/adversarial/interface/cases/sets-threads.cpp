// interface forbidden-call
//@ top
#include <omp.h>
//@ body
  omp_set_num_threads(2);
