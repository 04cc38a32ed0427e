// expect: clean
Values run() {
  Values result(20);
  int next = 0;
#pragma omp parallel for
  for (int i = 0; i < 20; ++i) {
    int place;
#pragma omp atomic capture
    place = next++;
    result[place] = i;
  }
  std::sort(result.begin(), result.end());
  return result;
}
