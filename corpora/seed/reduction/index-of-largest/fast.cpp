#include <vector>

// The first of the largest; -1 if there is none.
int index_of_peak(const std::vector<int>& signal) {
  const int n = (int)signal.size();
  int best = -1;
#pragma omp parallel
  {
    int own = -1;
#pragma omp for schedule(static) nowait
    for (int i = 0; i < n; i++) {
      if (own < 0 || signal[i] > signal[own]) own = i;
    }
#pragma omp critical
    {
      if (own >= 0 && (best < 0 || signal[own] > signal[best] ||
                       (signal[own] == signal[best] && own < best))) {
        best = own;
      }
    }
  }
  return best;
}
