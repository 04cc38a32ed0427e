#include <vector>

// The last place where both tracks are within the tolerance; -1 if nowhere.
int last_meeting(const std::vector<double>& a, const std::vector<double>& b, double tolerance) {
  int last = -1;
  for (int i = 0; i < (int)a.size() && i < (int)b.size(); i++) {
    double d = a[i] - b[i];
    if (d < tolerance && -d < tolerance) last = i;
  }
  return last;
}
