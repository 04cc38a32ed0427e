// compile pragma-ignored
//@ edit #pragma omp parallel for reduction(+ : sum) => #pragma opm parallel for reduction(+ : sum)
