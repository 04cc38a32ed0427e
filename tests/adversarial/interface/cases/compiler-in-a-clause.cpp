// interface forbidden-construct
//@ edit #pragma omp parallel for reduction(+ : sum) => #pragma omp parallel for reduction(+ : sum) if (__GNUC__ > 4)
