#include <vector>

// The smallest divisor from 2 on; 0 for numbers below 2.
std::vector<int> smallest_divisors(const std::vector<int>& numbers) {
  const int count = static_cast<int>(numbers.size());
  std::vector<int> divisors(count);
#pragma omp parallel for schedule(dynamic, 32)
  for (int i = 0; i < count; i++) {
    const int n = numbers[i];
    int found = n < 2 ? 0 : n;
    // Whatever is not divided up to its root is prime.
    for (int d = 2; (long)d * d <= n; d++) {
      if (n % d == 0) {
        found = d;
        break;
      }
    }
    divisors[i] = found;
  }
  return divisors;
}
