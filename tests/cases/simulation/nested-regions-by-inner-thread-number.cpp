// expect: order-dependent
Values run() {
  Values a(8);
#pragma omp parallel num_threads(2)
  {
    const int outer = omp_get_thread_num();
#pragma omp parallel num_threads(2)
    {
#pragma omp atomic
      a[outer * 2 + omp_get_thread_num()] += 1;
    }
  }
  return a;
}
