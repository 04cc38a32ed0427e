// family: floods
// refused: equivalence crash; serial-elision memory-error; serial-elision crash; serial-elision; legality; dependence-recording; races; coverage crash
// why: a frame of sixteen kilobytes for each number of a row
static int gcd(int a, int b) {
  while (b != 0) {
    const int rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

static long pairs_from(int i, int j, int n) {
  volatile int room[4096];
  if (j > n) {
    return 0;
  }
  room[j % 4096] = gcd(i, j);
  return pairs_from(i, j + 1, n) + (room[j % 4096] == 1 ? 1 : 0);
}

// How many pairs 1 <= i < j <= n have no common divisor.
long coprime_pairs(int n) {
  long count = 0;
#pragma omp parallel for reduction(+ : count) schedule(dynamic)
  for (int i = 1; i <= n; ++i) {
    count += pairs_from(i, i + 1, n);
  }
  return count;
}
