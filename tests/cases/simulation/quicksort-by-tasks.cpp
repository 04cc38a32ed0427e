// expect: clean
void sort(int* a, int low, int high) {
  if (high - low < 8) {
    std::sort(a + low, a + high);
    return;
  }
  const int pivot = a[(low + high) / 2];
  int i = low, j = high - 1;
  while (i <= j) {
    while (a[i] < pivot) ++i;
    while (a[j] > pivot) --j;
    if (i <= j) std::swap(a[i++], a[j--]);
  }
#pragma omp task firstprivate(a, low, j)
  sort(a, low, j + 1);
#pragma omp task firstprivate(a, i, high)
  sort(a, i, high);
#pragma omp taskwait
}
Values run() {
  std::vector<int> a(200);
  for (int i = 0; i < 200; ++i) a[i] = i * 7919 % 200;
#pragma omp parallel
#pragma omp single
  sort(a.data(), 0, 200);
  return Values(a.begin(), a.end());
}
