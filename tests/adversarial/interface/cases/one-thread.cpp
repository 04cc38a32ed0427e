// interface not-parallel
//@ edit #pragma omp parallel for reduction(+ : sum) => #pragma omp parallel for reduction(+ : sum) num_threads(1)
