#include <algorithm>
#include <vector>

// Both sequences in one, in ascending order.
std::vector<int> merged(const std::vector<int>& a, const std::vector<int>& b) {
  std::vector<int> first = a, second = b;
#pragma omp parallel sections
  {
#pragma omp section
    std::sort(first.begin(), first.end());
#pragma omp section
    std::sort(second.begin(), second.end());
  }
  std::vector<int> out(first.size() + second.size());
  std::merge(first.begin(), first.end(), second.begin(), second.end(), out.begin());
  return out;
}
