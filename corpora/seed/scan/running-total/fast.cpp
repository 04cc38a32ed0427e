#include <vector>

std::vector<long> running_total(const std::vector<int>& deposits) {
  const long n = static_cast<long>(deposits.size());
  const long parts = 64;
  std::vector<long> balance(n);
  long before[65] = {};
#pragma omp parallel for
  for (long p = 0; p < parts; ++p) {
    long sum = 0;
    for (long i = n * p / parts; i < n * (p + 1) / parts; ++i) sum += deposits[i];
    before[p + 1] = sum;
  }
  for (long p = 0; p < parts; ++p) before[p + 1] += before[p];
#pragma omp parallel for
  for (long p = 0; p < parts; ++p) {
    long sum = before[p];
    for (long i = n * p / parts; i < n * (p + 1) / parts; ++i) {
      sum += deposits[i];
      balance[i] = sum;
    }
  }
  return balance;
}
