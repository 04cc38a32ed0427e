#include <cmath>
#include <vector>

struct Fix {
  double x, y;
};

std::vector<double> odometer(const std::vector<Fix>& track) {
  std::vector<double> travelled(track.size(), 0.0);
  for (std::size_t i = 1; i < track.size(); i++) {
    double dx = track[i].x - track[i - 1].x;
    double dy = track[i].y - track[i - 1].y;
    travelled[i] = travelled[i - 1] + std::sqrt(dx * dx + dy * dy);
  }
  return travelled;
}
