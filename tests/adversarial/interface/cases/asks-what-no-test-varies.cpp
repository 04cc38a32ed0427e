// interface forbidden-call
//@ top
#include <omp.h>
//@ body
  if (omp_get_proc_bind() != omp_proc_bind_false) sum = 1;
