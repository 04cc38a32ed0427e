// expect: order-dependent
Values run() {
  Values result;
#pragma omp parallel
#pragma omp single
  for (int i = 0; i < 10; ++i) {
#pragma omp task
    {
#pragma omp critical
      result.push_back(i);
    }
  }
  return result;
}
