#include <cmath>
#include <vector>

void taper(std::vector<float>& signal) {
  int n = (int)signal.size();
  for (int i = 0; i < n; i++) {
    double w = n > 1 ? 0.5 - 0.5 * std::cos(2 * 3.141592653589793 * i / (n - 1)) : 1;
    signal[i] = (float)(signal[i] * w);
  }
}
