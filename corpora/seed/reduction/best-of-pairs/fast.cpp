#include <algorithm>
#include <vector>

// The greatest product of a gain and its chance, and how many reach at least half of the limit.
struct Best {
  double most;
  int good;
};

Best best_chance(const std::vector<double>& gain, const std::vector<double>& chance, double limit) {
  const std::size_t n = std::min(gain.size(), chance.size());
  const double half = limit / 2;
  double most = 0.0;
  int good = 0;
#pragma omp parallel for reduction(max : most) reduction(+ : good)
  for (std::size_t i = 0; i < n; i++) {
    const double product = gain[i] * chance[i];
    most = product > most ? product : most;
    good += product >= half ? 1 : 0;
  }
  return {most, good};
}
