// expect: clean
Values run() {
  const int n = 37;
  Values a(n);
#pragma omp parallel
  {
    const int t = omp_get_thread_num(), size = omp_get_num_threads();
    const int begin = static_cast<int>(long(n) * t / size);
    const int end = static_cast<int>(long(n) * (t + 1) / size);
    for (int i = begin; i < end; ++i) a[i] += i;
  }
  return a;
}
