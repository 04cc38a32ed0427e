#include <vector>

// How often value b follows value a, both from 0 to 15.
std::vector<int> transitions(const std::vector<int>& states) {
  std::vector<int> table(16 * 16, 0);
  for (std::size_t t = 1; t < states.size(); t++) {
    int from = states[t - 1] & 15;
    int to = states[t] & 15;
    table[from * 16 + to] += 1;
  }
  return table;
}
