// expect: exception-escapes
Values run() {
  Values a(10);
  try {
#pragma omp parallel for
    for (int i = 0; i < 10; ++i) {
      if (i == 7 && omp_get_num_threads() > 1) throw std::runtime_error("seven");
      a[i] = i;
    }
  } catch (const std::runtime_error&) {
    a[0] = -1;
  }
  return a;
}
