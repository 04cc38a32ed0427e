// family: races
// refused: extract; interface new-state; legality; dependence-recording; races
// why: the helper keeps its rest in a static variable
static int gcd(int a, int b) {
  static int rest;
  while (b != 0) {
    rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

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
