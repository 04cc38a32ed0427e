#include <vector>

struct Node {
  double now, before;
};

std::vector<Node> wave_step(const std::vector<Node>& string, double c) {
  std::vector<Node> after = string;
  for (std::size_t i = 1; i + 1 < string.size(); i++) {
    double bend = string[i + 1].now - 2 * string[i].now + string[i - 1].now;
    after[i].now = 2 * string[i].now - string[i].before + c * c * bend;
    after[i].before = string[i].now;
  }
  return after;
}
