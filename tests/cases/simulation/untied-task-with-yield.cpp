// expect: clean
Values run() {
  Values a(10);
#pragma omp parallel
#pragma omp single
  for (int i = 0; i < 10; ++i) {
#pragma omp task untied firstprivate(i)
    {
      a[i] = i;
#pragma omp taskyield
      a[i] += 1;
    }
  }
  return a;
}
