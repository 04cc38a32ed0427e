// expect: refuted new-overflow
// --- original
#include <cstddef>
#include <vector>
void kernel(double a, const std::vector<double>& x, std::vector<double>& y) {
  const std::size_t n = y.size();
  for (std::size_t i = 0; i < n; ++i) {
    y[i] += a * x[i];
  }
}
// --- candidate
#include <omp.h>
#include <cstddef>
#include <vector>
void kernel(double a, const std::vector<double>& x, std::vector<double>& y) {
  const int n = static_cast<int>(y.size());
#pragma omp parallel
  {
    const int threads = omp_get_num_threads();
    const int me = omp_get_thread_num();
    const int begin = me * n / threads;
    const int end = (me + 1) * n / threads;
    for (int i = begin; i < end; ++i) {
      y[i] += a * x[i];
    }
  }
}
