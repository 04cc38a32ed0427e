#include <vector>

// The sum of each value and the seven before it, or as many as there are.
std::vector<long> last_eight(const std::vector<int>& values) {
  std::vector<long> sums;
  for (int i = 0; i < (int)values.size(); i++) {
    long sum = 0;
    for (int k = 0; k < 8; k++) {
      if (i - k >= 0) sum += values[i - k];
    }
    sums.push_back(sum);
  }
  return sums;
}
