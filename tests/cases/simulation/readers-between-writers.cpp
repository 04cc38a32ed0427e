// expect: clean
Values run() {
  double x = 1;
  Values seen(10);
#pragma omp parallel
#pragma omp single
  for (int round = 0; round < 2; ++round) {
#pragma omp task depend(inout : x)
    x = x * 3 + 1;
    for (int i = 0; i < 5; ++i) {
#pragma omp task depend(in : x) firstprivate(i, round)
      seen[round * 5 + i] = x * i;
    }
  }
  seen.push_back(x);
  return seen;
}
