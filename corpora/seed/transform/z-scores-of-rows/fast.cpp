#include <cmath>
#include <vector>

void standardize(std::vector<std::vector<double>>& rows) {
  const long n = static_cast<long>(rows.size());
#pragma omp parallel for schedule(dynamic, 8)
  for (long r = 0; r < n; ++r) {
    auto& row = rows[r];
    double sum = 0, squares = 0;
    for (double v : row) sum += v;
    double mean = row.empty() ? 0 : sum / row.size();
    for (double v : row) squares += (v - mean) * (v - mean);
    double deviation = std::sqrt(squares);
    if (deviation > 0)
      for (double& v : row) v = (v - mean) / deviation;
  }
}
