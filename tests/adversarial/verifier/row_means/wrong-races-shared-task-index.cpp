// family: races
// refused: legality; dependence-recording; races; equivalence; coverage
// why: the tasks share the row number that the loop goes on changing
#include <cstddef>
#include <vector>

// The mean of each row; 0 for an empty row.
std::vector<double> row_means(const std::vector<std::vector<double>>& rows) {
  std::vector<double> means(rows.size());
#pragma omp parallel
#pragma omp single
  for (std::size_t r = 0; r < rows.size(); ++r) {
#pragma omp task shared(r, rows, means)
    {
      double sum = 0.0;
      for (double value : rows[r]) {
        sum += value;
      }
      means[r] = rows[r].empty() ? 0.0 : sum / static_cast<double>(rows[r].size());
    }
  }
  return means;
}
