// expect: deadlock
Values run() {
  Values a(1);
#pragma omp parallel
  {
    if (omp_get_thread_num() == 0 && omp_get_num_threads() > 1) {
#pragma omp barrier
    }
  }
  return a;
}
