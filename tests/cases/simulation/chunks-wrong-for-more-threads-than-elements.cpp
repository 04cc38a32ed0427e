// expect: order-dependent
Values run() {
  const int n = 60;
  Values a(n);
#pragma omp parallel
  {
    const int t = omp_get_thread_num(), size = omp_get_num_threads();
    const int chunk = n / size;
    const int end = t == size - 1 && chunk > 0 ? n : (t + 1) * chunk;
    for (int i = t * chunk; i < end; ++i) a[i] += i;
  }
  return a;
}
