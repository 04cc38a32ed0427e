// interface not-parallel
//@ edit #pragma omp parallel for reduction(+ : sum) => #pragma omp parallel for reduction(+ : sum) if (false)
