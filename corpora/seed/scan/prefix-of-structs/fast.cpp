#include <vector>

struct Amount {
  long pieces;
  long grams;
};

std::vector<Amount> stock(const std::vector<Amount>& deliveries) {
  const long n = static_cast<long>(deliveries.size());
  const long parts = 64;
  std::vector<Amount> level(n);
  // Each part by itself; its last level is its sum.
#pragma omp parallel for
  for (long p = 0; p < parts; ++p) {
    Amount sum = {0, 0};
    for (long i = n * p / parts; i < n * (p + 1) / parts; ++i) {
      sum.pieces += deliveries[i].pieces % 1000;
      sum.grams += (deliveries[i].pieces % 1000) * (deliveries[i].grams % 1000);
      level[i] = sum;
    }
  }
  Amount before[64];
  Amount sum = {0, 0};
  for (long p = 0; p < parts; ++p) {
    before[p] = sum;
    const long first = n * p / parts, last = n * (p + 1) / parts;
    if (first < last) {
      sum.pieces += level[last - 1].pieces;
      sum.grams += level[last - 1].grams;
    }
  }
#pragma omp parallel for
  for (long p = 1; p < parts; ++p) {
    for (long i = n * p / parts; i < n * (p + 1) / parts; ++i) {
      level[i].pieces += before[p].pieces;
      level[i].grams += before[p].grams;
    }
  }
  return level;
}
