#include <algorithm>
#include <vector>

// The greatest product of a gain and its chance, and how many reach at least half of the limit.
struct Best {
  double most;
  int good;
};

Best best_chance(const std::vector<double>& gain, const std::vector<double>& chance, double limit) {
  Best best = {0.0, 0};
  std::size_t n = std::min(gain.size(), chance.size());
  for (std::size_t i = 0; i < n; i++) {
    double product = gain[i] * chance[i];
    if (product > best.most) best.most = product;
    if (product >= limit / 2) best.good++;
  }
  return best;
}
