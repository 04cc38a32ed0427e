// expect: clean
Values run() {
  double x = 0;
#pragma omp parallel
#pragma omp single
  {
    for (int i = 0; i < 10; ++i) {
#pragma omp task depend(mutexinoutset : x)
      x += i;
    }
#pragma omp task depend(in : x)
    x *= 1;
  }
  return {x};
}
