#include <cmath>
#include <vector>

// The distances between all samples of `width` numbers each.
std::vector<double> distances(const std::vector<double>& samples, int count, int width) {
  if (count < 1) return {};
  std::vector<double> d((long)count * count);
#pragma omp parallel for schedule(dynamic, 4)
  for (int a = 0; a < count; a++) {
    for (int b = a; b < count; b++) {
      double sum = 0;
      for (int k = 0; k < width; k++) {
        const double difference = samples[a * width + k] - samples[b * width + k];
        sum += difference * difference;
      }
      const double root = std::sqrt(sum);
      d[(long)a * count + b] = root;
      d[(long)b * count + a] = root;
    }
  }
  return d;
}
