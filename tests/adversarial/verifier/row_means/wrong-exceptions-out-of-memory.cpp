// family: exceptions
// refused: interface; legality; equivalence; serial-elision; coverage; dependence-recording different-result
// why: a failed allocation becomes an empty result
#include <cstddef>
#include <new>
#include <vector>

// The mean of each row; 0 for an empty row.
std::vector<double> row_means(const std::vector<std::vector<double>>& rows) {
  std::vector<double> means;
  try {
    means.resize(rows.size());
  } catch (const std::bad_alloc&) {
    return means;
  }
#pragma omp parallel for schedule(dynamic)
  for (std::size_t r = 0; r < rows.size(); ++r) {
    double sum = 0.0;
    for (double value : rows[r]) {
      sum += value;
    }
    means[r] = rows[r].empty() ? 0.0 : sum / static_cast<double>(rows[r].size());
  }
  return means;
}
