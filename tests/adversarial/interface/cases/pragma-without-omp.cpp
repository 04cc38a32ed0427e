// compile pragma-ignored
//@ edit #pragma omp parallel for reduction(+ : sum) => #pragma parallel for reduction(+ : sum)
