// right: rows are taken from a counter, by atomic capture
#include <cstddef>
#include <vector>

// The mean of each row; 0 for an empty row.
std::vector<double> row_means(const std::vector<std::vector<double>>& rows) {
  std::vector<double> means(rows.size());
  std::size_t next = 0;
#pragma omp parallel
  for (;;) {
    std::size_t r;
#pragma omp atomic capture
    r = next++;
    if (r >= rows.size()) {
      break;
    }
    double sum = 0.0;
    for (double value : rows[r]) {
      sum += value;
    }
    means[r] = rows[r].empty() ? 0.0 : sum / static_cast<double>(rows[r].size());
  }
  return means;
}
