// expect: clean
Values run() {
  Values result;
#pragma omp parallel for
  for (int i = 0; i < 20; ++i) {
#pragma omp critical
    result.push_back(i * 7 % 20);
  }
  std::sort(result.begin(), result.end());
  return result;
}
