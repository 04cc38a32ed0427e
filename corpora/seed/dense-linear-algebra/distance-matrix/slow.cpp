#include <cmath>
#include <vector>

// The distances between all samples of `width` numbers each.
std::vector<double> distances(const std::vector<double>& samples, int count, int width) {
  std::vector<double> d;
  for (int a = 0; a < count; a++) {
    for (int b = 0; b < count; b++) {
      double sum = 0;
      for (int k = 0; k < width; k++) {
        double difference = samples[a * width + k] - samples[b * width + k];
        sum += difference * difference;
      }
      d.push_back(std::sqrt(sum));
    }
  }
  return d;
}
