// compile pragma-ignored
//@ edit #pragma omp parallel for reduction(+ : sum) => #pragma omp paralel for reduction(+ : sum)
