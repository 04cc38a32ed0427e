// expect: open not-simulated
Values run() {
  int found = -1;
#pragma omp parallel for
  for (int i = 0; i < 50; ++i) {
    if (i == 30) {
#pragma omp critical
      found = i;
#pragma omp cancel for
    }
  }
  return {double(found)};
}
