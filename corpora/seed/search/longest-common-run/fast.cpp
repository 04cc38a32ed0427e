#include <vector>

// The length of the longest run that both sequences have.
int longest_run(const std::vector<int>& a, const std::vector<int>& b) {
  const long n = (long)a.size(), m = (long)b.size();
  int longest = 0;
  // Along each diagonal, where every run is met once.
#pragma omp parallel for reduction(max : longest) schedule(dynamic, 8)
  for (long diagonal = 1 - m; diagonal < n; diagonal++) {
    int length = 0;
    for (long j = diagonal < 0 ? -diagonal : 0; j < m && j + diagonal < n; j++) {
      length = a[j + diagonal] == b[j] ? length + 1 : 0;
      if (length > longest) longest = length;
    }
  }
  return longest;
}
