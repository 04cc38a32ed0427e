// expect: clean
thread_local std::vector<double> scratch;
static int counter;
#pragma omp threadprivate(counter)
Values run() {
  Values a(30);
#pragma omp parallel for
  for (int i = 0; i < 30; ++i) {
    scratch.assign(5, i);
    counter = i;
    for (double x : scratch) a[i] += x;
    a[i] += counter;
  }
  return a;
}
