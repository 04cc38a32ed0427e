// family: sizes
// refused: equivalence; serial-elision; legality; coverage; dependence-recording different-result
// why: a row of more than 65,535 pairs overflows; such sizes take too long to test
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
#pragma omp parallel for reduction(+ : count) schedule(dynamic)
  for (int i = 1; i <= n; ++i) {
    unsigned short row = 0;
    for (int j = i + 1; j <= n; ++j) {
      row += gcd(i, j) == 1;
    }
    count += row;
  }
  return count;
}
