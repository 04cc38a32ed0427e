// expect: clean
Values run() {
  double x = 0, y = 0, z = 0;
#pragma omp parallel
#pragma omp single
  {
#pragma omp task depend(out : x)
    x = 5;
#pragma omp task depend(out : y)
    y = 7;
#pragma omp taskwait depend(in : x)
    z = x + 1;
  }
  return {x, y, z};
}
