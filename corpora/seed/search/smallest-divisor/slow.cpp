#include <vector>

// The smallest divisor from 2 on; 0 for numbers below 2.
std::vector<int> smallest_divisors(const std::vector<int>& numbers) {
  std::vector<int> divisors;
  for (int n : numbers) {
    int d = 0;
    if (n >= 2) {
      d = 2;
      while (n % d != 0) d++;
    }
    divisors.push_back(d);
  }
  return divisors;
}
