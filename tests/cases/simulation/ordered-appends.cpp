// expect: clean
Values run() {
  Values result;
#pragma omp parallel for ordered schedule(dynamic)
  for (int i = 0; i < 40; ++i) {
    const double x = i * i;
#pragma omp ordered
    result.push_back(x);
  }
  return result;
}
