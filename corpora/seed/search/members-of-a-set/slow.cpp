#include <vector>

// Which of the values are among the members.
std::vector<int> is_member(const std::vector<int>& values, const std::vector<int>& members) {
  std::vector<int> found(values.size(), 0);
  for (std::size_t i = 0; i < values.size(); i++) {
    for (std::size_t k = 0; k < members.size(); k++) {
      if (members[k] == values[i]) {
        found[i] = 1;
        break;
      }
    }
  }
  return found;
}
