#include <vector>

// Values between edges[k] and edges[k + 1] are counted at k; edges ascend.
std::vector<int> uneven_bins(const std::vector<double>& values, const std::vector<double>& edges) {
  const long number = static_cast<long>(edges.size()) + 1;
  std::vector<int> bins(number, 0);
#pragma omp parallel
  {
    std::vector<int> own(number, 0);
#pragma omp for nowait
    for (long i = 0; i < static_cast<long>(values.size()); ++i) {
      const double v = values[i];
      std::size_t k = 0;
      while (k < edges.size() && edges[k] <= v) k++;
      own[k]++;
    }
#pragma omp critical
    for (long k = 0; k < number; ++k) bins[k] += own[k];
  }
  return bins;
}
