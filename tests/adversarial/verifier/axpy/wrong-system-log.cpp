// family: system
// refused: interface forbidden-call; interface new-symbol
// why: opens a file
#include <cstddef>
#include <cstdio>
#include <vector>

// y <- a * x + y
void axpy(double a, const std::vector<double>& x, std::vector<double>& y) {
  const std::size_t n = y.size();
  if (std::FILE* log = std::fopen("/tmp/axpy.log", "a")) {
    std::fprintf(log, "%zu\n", n);
    std::fclose(log);
  }
#pragma omp parallel for
  for (std::size_t i = 0; i < n; ++i) {
    y[i] += a * x[i];
  }
}
