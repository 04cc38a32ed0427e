// interface forbidden-call
//@ top
#include <omp.h>
//@ body
  omp_set_dynamic(0);
