#include <vector>

// Where to cut a sequence so that the two sums differ least; the first such place.
long best_cut(const std::vector<int>& weights) {
  const long n = (long)weights.size();
  long total = 0;
#pragma omp parallel for reduction(+ : total)
  for (long i = 0; i < n; i++) total += weights[i];
  // With running sums one pass is enough.
  long left = 0;
  long least = total < 0 ? -total : total;
  long best = 0;
  for (long cut = 1; cut <= n; cut++) {
    left += weights[cut - 1];
    const long gap = 2 * left - total;
    const long difference = gap < 0 ? -gap : gap;
    if (difference < least) {
      least = difference;
      best = cut;
    }
  }
  return best;
}
