// compile pragma-ignored
//@ edit #pragma omp parallel for reduction(+ : sum) => #pragma openmp parallel for reduction(+ : sum)
