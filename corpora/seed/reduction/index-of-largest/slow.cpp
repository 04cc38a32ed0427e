#include <vector>

// The first of the largest; -1 if there is none.
int index_of_peak(const std::vector<int>& signal) {
  int best = -1;
  for (int i = 0; i < (int)signal.size(); i++) {
    if (best < 0 || signal[i] > signal[best]) best = i;
  }
  return best;
}
