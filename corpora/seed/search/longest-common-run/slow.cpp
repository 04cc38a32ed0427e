#include <vector>

// The length of the longest run that both sequences have.
int longest_run(const std::vector<int>& a, const std::vector<int>& b) {
  int longest = 0;
  for (std::size_t i = 0; i < a.size(); i++) {
    for (std::size_t j = 0; j < b.size(); j++) {
      int length = 0;
      while (i + length < a.size() && j + length < b.size() && a[i + length] == b[j + length])
        length++;
      if (length > longest) longest = length;
    }
  }
  return longest;
}
