// expect: clean
Values run() {
  Values a(3);
#pragma omp parallel sections
  {
    a[0] = 1;
#pragma omp section
    a[1] = 2;
#pragma omp section
    a[2] = 3;
  }
  return a;
}
