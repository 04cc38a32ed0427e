// right: the helper is written anew, without a directive of its own
static int gcd(int a, int b) { return b == 0 ? a : gcd(b, a % b); }

// How many pairs 1 <= i < j <= n have no common divisor.
long coprime_pairs(int n) {
  long count = 0;
#pragma omp parallel for reduction(+ : count) schedule(dynamic)
  for (int i = 1; i <= n; ++i) {
    for (int j = i + 1; j <= n; ++j) {
      if (gcd(i, j) == 1) {
        ++count;
      }
    }
  }
  return count;
}
