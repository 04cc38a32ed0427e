#include <vector>

void smooth(std::vector<double>& u, int steps) {
  int n = (int)u.size();
  int rounds = steps & 15;
  for (int s = 0; s < rounds; s++) {
    std::vector<double> old = u;
    for (int i = 1; i < n - 1; i++) {
      u[i] = 0.25 * old[i - 1] + 0.5 * old[i] + 0.25 * old[i + 1];
    }
  }
}
