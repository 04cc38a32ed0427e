// expect: conflict
Values run() {
  Values a(8);
#pragma omp parallel for
  for (int i = 0; i < 8; ++i) {
    double sum = 0;
#pragma omp parallel for num_threads(2)
    for (int j = 0; j < 10; ++j) sum += j;
    a[i] = sum;
  }
  return a;
}
