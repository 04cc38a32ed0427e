// family: teams
// refused: equivalence different-result; legality fixed-team-size; legality wrong-partition; dependence-recording; coverage different-result
// why: num_threads is a wish: with one thread the second half is not done
#include <omp.h>

#include <cstddef>
#include <vector>

// y <- a * x + y
void axpy(double a, const std::vector<double>& x, std::vector<double>& y) {
  const std::size_t n = y.size();
#pragma omp parallel num_threads(2)
  {
    const bool first = omp_get_thread_num() == 0;
    const std::size_t begin = first ? 0 : n / 2;
    const std::size_t end = first ? n / 2 : n;
    for (std::size_t i = begin; i < end; ++i) {
      y[i] += a * x[i];
    }
  }
}
