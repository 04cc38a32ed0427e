// expect: not-proved
void kernel(int* bins, const int* index, int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) bins[index[i]] += 1;
}
