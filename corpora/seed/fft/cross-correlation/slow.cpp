#include <vector>

// How alike two signals are at each shift.
std::vector<long> correlate(const std::vector<int>& a, const std::vector<int>& b) {
  std::vector<long> result;
  for (std::size_t shift = 0; shift < a.size(); shift++) {
    long sum = 0;
    for (std::size_t i = 0; i < b.size(); i++) {
      sum += (long)a[(i + shift) % a.size()] * b[i];
    }
    result.push_back(sum);
  }
  return result;
}
