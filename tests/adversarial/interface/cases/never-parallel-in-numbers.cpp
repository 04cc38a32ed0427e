// interface not-parallel
//@ edit #pragma omp parallel for reduction(+ : sum) => #pragma omp parallel for reduction(+ : sum) if (2 * 3 > 7)
