// What the function asks for before it begins: asserts and early exits tell.
#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <stdexcept>
#include <vector>

double kernel(int n, std::vector<double>& x, const std::vector<double>& y,
              const std::vector<int>& keys, const std::vector<int>& divisors, int lower, int upper) {
  assert(n == static_cast<int>(x.size()) && (n & (n - 1)) == 0);
  if (x.size() != y.size()) throw std::invalid_argument("sizes");
  if (!std::is_sorted(keys.begin(), keys.end())) std::abort();
  if (lower >= upper) std::exit(1);
  double sum = 0;
  for (int i = 0; i < n; ++i) {
    x[i] += y[n - 1 - i];  // wrong: x[i] += y[i];
    sum += upper - lower;  // wrong: sum += 1000;
  }
  for (int divisor : divisors) {
    if (divisor > 1000000) std::abort();
    sum += divisor;  // wrong: sum -= divisor;
  }
  for (std::size_t i = 0; i < divisors.size(); ++i) {
    if (divisors[i] == 0) std::abort();
    sum += 100 / divisors[i];  // wrong: sum += 100;
  }
  return sum;
}
