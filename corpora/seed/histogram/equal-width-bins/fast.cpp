#include <vector>

std::vector<int> bin_values(const std::vector<double>& values, double low, double width) {
  std::vector<int> result(100, 0);
  int* bins = result.data();
#pragma omp parallel for reduction(+ : bins[:100])
  for (std::size_t i = 0; i < values.size(); i++) {
    const double place = (values[i] - low) / width;
    if (place >= 0 && place < 100) {
      bins[(int)place] += 1;
    }
  }
  return result;
}
