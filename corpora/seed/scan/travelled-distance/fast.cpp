#include <cmath>
#include <vector>

struct Fix {
  double x, y;
};

std::vector<double> odometer(const std::vector<Fix>& track) {
  std::vector<double> travelled(track.size(), 0.0);
  const long n = static_cast<long>(track.size());
  // The roots take the time, and are independent; the sums stay in their order.
#pragma omp parallel for
  for (long i = 1; i < n; i++) {
    const double dx = track[i].x - track[i - 1].x;
    const double dy = track[i].y - track[i - 1].y;
    travelled[i] = std::sqrt(dx * dx + dy * dy);
  }
  for (long i = 1; i < n; i++) travelled[i] += travelled[i - 1];
  return travelled;
}
