// expect: conflict
Values run() {
  Values a(3);
#pragma omp parallel sections
  {
    a[0] = 1;
#pragma omp section
    a[1] = a[0] + 2;
  }
  return a;
}
