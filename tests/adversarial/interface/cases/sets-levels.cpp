// interface forbidden-call
//@ top
#include <omp.h>
//@ body
  omp_set_max_active_levels(1);
