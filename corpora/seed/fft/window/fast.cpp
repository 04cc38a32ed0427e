#include <cmath>
#include <vector>

void taper(std::vector<float>& signal) {
  const int n = (int)signal.size();
  if (n < 2) return;
#pragma omp parallel for
  for (int i = 0; i < n; i++) {
    const double w = 0.5 - 0.5 * std::cos(2 * 3.141592653589793 * i / (n - 1));
    signal[i] = (float)(signal[i] * w);
  }
}
