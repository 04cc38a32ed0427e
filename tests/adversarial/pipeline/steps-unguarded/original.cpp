#include <vector>
void kernel(std::vector<double>& a, std::vector<double>& b, int n, int steps) {
  for (int s = 0; s < steps; ++s) {
    for (int i = 1; i < n - 1; ++i) b[i] = 0.25 * (a[i - 1] + 2 * a[i] + a[i + 1]);
    for (int i = 1; i < n - 1; ++i) a[i] = b[i];
  }
}
