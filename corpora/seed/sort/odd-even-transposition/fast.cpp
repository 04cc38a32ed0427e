void settle(int* v, int n) {
#pragma omp parallel
  for (int round = 0; round < n; round++) {
    // Pairs of one round do not overlap; the loop's end is the barrier between rounds.
#pragma omp for schedule(static)
    for (int i = round % 2; i < n - 1; i += 2) {
      const int a = v[i], b = v[i + 1];
      v[i] = a < b ? a : b;
      v[i + 1] = a < b ? b : a;
    }
  }
}
