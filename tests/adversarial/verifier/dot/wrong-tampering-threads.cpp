// family: tampering
// refused: legality changes-run-time; interface
// why: changes the number of threads of everything that follows
#include <omp.h>

#include <cstddef>
#include <vector>

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
  omp_set_num_threads(omp_get_num_procs());
#pragma omp parallel for reduction(+ : sum)
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += a[i] * b[i];
  }
  return sum;
}
