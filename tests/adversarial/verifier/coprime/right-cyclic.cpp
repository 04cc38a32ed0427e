// right: rows by thread number, as cards are dealt
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
  long count = 0;
#pragma omp parallel reduction(+ : count)
  {
    const int threads = omp_get_num_threads();
    for (int i = 1 + omp_get_thread_num(); i <= n; i += threads) {
      for (int j = i + 1; j <= n; ++j) {
        count += gcd(i, j) == 1 ? 1 : 0;
      }
    }
  }
  return count;
}
