// family: caches
// refused: interface new-state; interface; equivalence; coverage; dependence-recording different-result
// why: a thread keeps the means of the row length it saw last
#include <cstddef>
#include <vector>

// The mean of each row; 0 for an empty row.
std::vector<double> row_means(const std::vector<std::vector<double>>& rows) {
  std::vector<double> means(rows.size());
  thread_local const double* seen = nullptr;
  thread_local double kept = 0.0;
#pragma omp parallel for schedule(dynamic)
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (rows[r].data() != seen || rows[r].empty()) {
      double sum = 0.0;
      for (double value : rows[r]) {
        sum += value;
      }
      seen = rows[r].data();
      kept = rows[r].empty() ? 0.0 : sum / static_cast<double>(rows[r].size());
    }
    means[r] = kept;
  }
  return means;
}
