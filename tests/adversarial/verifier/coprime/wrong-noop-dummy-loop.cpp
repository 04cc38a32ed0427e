// family: noop
// refused: benchmark; legality; interface; dependence-recording
// why: what is parallel is of no use, what is of use is serial
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
  int most = 0;
#pragma omp parallel for reduction(max : most)
  for (int i = 1; i <= n; ++i) {
    most = i > most ? i : most;
  }
  for (int i = 1; i <= most; ++i) {
    for (int j = i + 1; j <= most; ++j) {
      if (gcd(i, j) == 1) {
        ++count;
      }
    }
  }
  return count;
}
