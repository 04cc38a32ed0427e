// expect: conflict
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
#pragma omp task firstprivate(a, low, i)
  sort(a, low, i);
#pragma omp task firstprivate(a, j, high)
  sort(a, j, high);
#pragma omp taskwait
}
Values run() {
  std::vector<int> a(100);
  for (int i = 0; i < 100; ++i) a[i] = i * 7919 % 100;
#pragma omp parallel
#pragma omp single
  sort(a.data(), 0, 100);
  return Values(a.begin(), a.end());
}
