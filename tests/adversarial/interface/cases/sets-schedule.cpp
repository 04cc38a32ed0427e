// interface forbidden-call
//@ top
#include <omp.h>
//@ body
  omp_set_schedule(omp_sched_static, 1);
