// right: partial sums by thread number, joined in that order
#include <omp.h>

#include <cstddef>
#include <vector>

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> partial;
  int threads = 1;
#pragma omp parallel
  {
#pragma omp single
    {
      threads = omp_get_num_threads();
      partial.resize(threads, 0.0);
    }
    double mine = 0.0;
#pragma omp for schedule(static)
    for (std::size_t i = 0; i < a.size(); ++i) {
      mine += a[i] * b[i];
    }
    partial[omp_get_thread_num()] = mine;
  }
  double sum = 0.0;
  for (int t = 0; t < threads; ++t) {
    sum += partial[t];
  }
  return sum;
}
