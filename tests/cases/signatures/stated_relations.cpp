#include <cstdlib>
#include <vector>

// pcg: n == x.size(), power_of_two(n), permutation(order), order.size() == n
// pcg: lower < upper, nonzero(divisors), divisors.size() == n, sorted(keys), keys.size() == n
void kernel(int n, std::vector<double>& x, const std::vector<int>& order, int lower, int upper,
            const std::vector<int>& divisors, const std::vector<int>& keys) {
  if (n & (n - 1)) std::abort();
  if (lower >= upper || static_cast<int>(order.size()) != n) std::abort();
  std::vector<double> moved(n);
  for (int i = 0; i < n; ++i) {
    if (i > 0 && keys[i] < keys[i - 1]) std::abort();
    moved[order[i]] = x[i] / divisors[i];  // wrong: moved[i] = x[i] / divisors[i];
  }
  for (int i = 0; i < n; ++i) {
    if (100 % divisors[i] > 50) moved[i] += upper - lower;
    x[i] = moved[i];
  }
}
