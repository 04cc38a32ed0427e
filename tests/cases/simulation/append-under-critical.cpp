// expect: order-dependent
Values run() {
  Values result;
#pragma omp parallel for
  for (int i = 0; i < 20; ++i) {
#pragma omp critical
    result.push_back(i);
  }
  return result;
}
