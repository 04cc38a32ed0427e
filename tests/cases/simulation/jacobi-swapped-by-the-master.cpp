// expect: conflict
Values run() {
  Values first(50), second(50);
  first[0] = second[0] = 1;
  double* now = first.data();
  double* next = second.data();
#pragma omp parallel
  for (int step = 0; step < 4; ++step) {
#pragma omp for
    for (int i = 1; i < 49; ++i) next[i] = (now[i - 1] + now[i + 1]) / 2;
#pragma omp master
    std::swap(now, next);
  }
  return Values(now, now + 50);
}
