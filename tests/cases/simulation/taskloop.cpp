// expect: clean
Values run() {
  Values a(100);
  int last = 0;
#pragma omp parallel
#pragma omp single
#pragma omp taskloop grainsize(7) lastprivate(last)
  for (int i = 0; i < 100; ++i) {
    a[i] = 3 * i;
    last = i;
  }
  a.push_back(last);
  return a;
}
