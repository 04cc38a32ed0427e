#include <vector>

// Where to cut a sequence so that the two sums differ least; the first such place.
long best_cut(const std::vector<int>& weights) {
  long best = 0;
  long least = -1;
  for (std::size_t cut = 0; cut <= weights.size(); cut++) {
    long left = 0, right = 0;
    for (std::size_t i = 0; i < cut; i++) left += weights[i];
    for (std::size_t i = cut; i < weights.size(); i++) right += weights[i];
    long difference = left > right ? left - right : right - left;
    if (least < 0 || difference < least) {
      least = difference;
      best = (long)cut;
    }
  }
  return best;
}
