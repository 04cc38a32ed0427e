// expect: conflict
Values run() {
  Values result;
  result.reserve(100);
#pragma omp parallel for ordered schedule(static, 1)
  for (int i = 0; i < 40; ++i) result.push_back(i);
  return result;
}
