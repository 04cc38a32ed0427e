#include <vector>

bool all_valid(const std::vector<int>& codes, int low, int high) {
  bool valid = true;
  for (int code : codes) {
    valid = valid && code >= low && code <= high;
  }
  return valid;
}
