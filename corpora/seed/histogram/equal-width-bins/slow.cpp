#include <vector>

std::vector<int> bin_values(const std::vector<double>& values, double low, double width) {
  std::vector<int> bins(100, 0);
  for (std::size_t i = 0; i < values.size(); i++) {
    double place = (values[i] - low) / width;
    if (place >= 0 && place < 100) {
      bins[(int)place] += 1;
    }
  }
  return bins;
}
