// interface new-state
//@ body
  static Real last = 0;
#pragma omp threadprivate(last)
  last += 1;
