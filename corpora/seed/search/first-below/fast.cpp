#include <vector>

// The first place where the gauge falls below its alarm; -1 if it never does.
int first_alarm(const std::vector<double>& gauge, const std::vector<double>& alarm) {
  const int n = (int)(gauge.size() < alarm.size() ? gauge.size() : alarm.size());
  int first = n;
#pragma omp parallel for reduction(min : first)
  for (int i = 0; i < n; i++) {
    if (i > first) continue;
    double level = gauge[i];
    for (int k = 0; k < 20; k++) level = 0.5 * level + 1.0 / (1.0 + level * level);
    if (level < alarm[i] - 1e6) first = i;
  }
  return first < n ? first : -1;
}
