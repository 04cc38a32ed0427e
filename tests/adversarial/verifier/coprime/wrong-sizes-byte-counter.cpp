// family: sizes
// refused: equivalence different-result; serial-elision different-result; legality; coverage different-result; dependence-recording different-result
// why: a row has more than 255 pairs from n = 430 or so
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
    unsigned char row = 0;
    for (int j = i + 1; j <= n; ++j) {
      row += gcd(i, j) == 1;
    }
    count += row;
  }
  return count;
}
