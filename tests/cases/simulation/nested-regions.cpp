// expect: clean
Values run() {
  Values a(60);
#pragma omp parallel for num_threads(2)
  for (int i = 0; i < 6; ++i) {
#pragma omp parallel for num_threads(3)
    for (int j = 0; j < 10; ++j) a[i * 10 + j] = i + j;
  }
  return a;
}
