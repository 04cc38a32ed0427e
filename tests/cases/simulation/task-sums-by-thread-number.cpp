// expect: clean
Values run() {
  std::vector<long> sums(omp_get_max_threads());
#pragma omp parallel
#pragma omp single
  for (int i = 0; i < 40; ++i) {
#pragma omp task
    sums[omp_get_thread_num()] += i;
  }
  long total = 0;
  for (long s : sums) total += s;
  return {double(total)};
}
