#include <vector>

bool all_valid(const std::vector<int>& codes, int low, int high) {
  const int n = static_cast<int>(codes.size());
  int wrong = 0;
#pragma omp parallel for simd reduction(| : wrong)
  for (int i = 0; i < n; ++i) {
    wrong |= (codes[i] < low) | (codes[i] > high);
  }
  return wrong == 0;
}
