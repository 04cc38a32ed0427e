#include <cstddef>
#include <vector>

double variance(const std::vector<double>& samples) {
  if (samples.size() < 2) return 0.0;
  double mean = 0.0;
  for (double s : samples) mean += s;
  mean /= static_cast<double>(samples.size());
  double squares = 0.0;
  for (double s : samples) squares += (s - mean) * (s - mean);
  return squares / static_cast<double>(samples.size() - 1);
}
