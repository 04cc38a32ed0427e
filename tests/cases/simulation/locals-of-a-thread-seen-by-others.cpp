// expect: clean
Values run() {
  Values result(64);
  std::vector<double*> parts(omp_get_max_threads());
#pragma omp parallel
  {
    const int t = omp_get_thread_num(), size = omp_get_num_threads();
    double own[4] = {1.0, 2.0, 3.0, 4.0};
    parts[t] = own;
#pragma omp barrier
#pragma omp for
    for (int i = 0; i < 64; ++i) result[i] = parts[i % size][i % 4];
  }
  return result;
}
