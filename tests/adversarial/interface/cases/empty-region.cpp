// interface not-parallel
//@ body
#pragma omp parallel
  {
  }
//@ edit #pragma omp parallel for reduction(+ : sum) => //
