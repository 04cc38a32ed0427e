// family: clauses
// refused: legality; dependence-recording; equivalence; serial-elision; coverage
// why: the accumulator is private and never set
#include <cstddef>
#include <vector>

// The mean of each row; 0 for an empty row.
std::vector<double> row_means(const std::vector<std::vector<double>>& rows) {
  std::vector<double> means(rows.size());
  double sum = 0.0;
#pragma omp parallel for private(sum)
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (double value : rows[r]) {
      sum += value;
    }
    means[r] = rows[r].empty() ? 0.0 : sum / static_cast<double>(rows[r].size());
    sum = 0.0;
  }
  return means;
}
