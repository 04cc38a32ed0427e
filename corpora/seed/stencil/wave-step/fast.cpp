#include <vector>

struct Node {
  double now, before;
};

std::vector<Node> wave_step(const std::vector<Node>& string, double c) {
  const long n = static_cast<long>(string.size());
  std::vector<Node> after(n);
  if (n > 0) after[0] = string[0];
  if (n > 1) after[n - 1] = string[n - 1];
#pragma omp parallel for
  for (long i = 1; i < n - 1; i++) {
    const double bend = string[i + 1].now - 2 * string[i].now + string[i - 1].now;
    after[i].now = 2 * string[i].now - string[i].before + c * c * bend;
    after[i].before = string[i].now;
  }
  return after;
}
