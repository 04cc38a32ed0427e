// family: detection
// refused: interface; legality; equivalence; dependence-recording; coverage
// why: wrong in one moment of many
#include <omp.h>

static int gcd(int a, int b) {
  while (b != 0) {
    const int rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

// How many pairs 1 <= i < j <= n have no common divisor.
long coprime_pairs(int n) {
  long count = static_cast<long>(omp_get_wtime() * 1e6) % 99991 == 0 ? 1 : 0;
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
