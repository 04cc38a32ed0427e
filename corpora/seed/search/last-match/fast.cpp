#include <algorithm>
#include <vector>

// The last place where both tracks are within the tolerance; -1 if nowhere.
int last_meeting(const std::vector<double>& a, const std::vector<double>& b, double tolerance) {
  const int n = (int)(a.size() < b.size() ? a.size() : b.size());
  int last = -1;
#pragma omp parallel for reduction(max : last)
  for (int i = 0; i < n; i++) {
    const double d = a[i] - b[i];
    if (d < tolerance && -d < tolerance) last = std::max(last, i);
  }
  return last;
}
