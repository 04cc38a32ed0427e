// expect: clean
Values run() {
  Values result;
#pragma omp parallel for ordered schedule(static, 3)
  for (int i = 0; i < 40; ++i) {
    if (i % 3 == 1) {
#pragma omp ordered
      result.push_back(i);
    }
  }
  return result;
}
