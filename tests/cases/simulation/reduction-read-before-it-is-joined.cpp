// expect: conflict
Values run() {
  long sum = 0;
  Values a(20);
#pragma omp parallel
  {
#pragma omp for reduction(+ : sum) nowait
    for (int i = 0; i < 100; ++i) sum += i;
#pragma omp for
    for (int i = 0; i < 20; ++i) a[i] = sum;
  }
  return a;
}
