// compile compile-error
//@ body
#pragma omp parallel for reduction(+ : sum)
