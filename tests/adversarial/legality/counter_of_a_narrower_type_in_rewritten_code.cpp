// expect: refuted new-overflow
// --- original
#include <cstddef>
#include <vector>
void kernel(std::vector<double>& x) {
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = 0;
}
// --- candidate
#include <cstddef>
#include <vector>
void kernel(std::vector<double>& x) {
  double* all = x.data();
  const std::size_t count = x.size();
#pragma omp parallel for
  for (int i = 0; i < count; ++i) all[i] = 0;
}
