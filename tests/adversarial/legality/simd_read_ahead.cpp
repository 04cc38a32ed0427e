// Lanes that step together read each element before a later one overwrites it.
// expect: not-proved
void kernel(double* x, int n) {
#pragma omp simd
  for (int i = 0; i < n - 1; ++i) x[i] = x[i + 1];
}
