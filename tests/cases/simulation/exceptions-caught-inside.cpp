// expect: clean
Values run() {
  Values a(10);
#pragma omp parallel for schedule(dynamic)
  for (int i = 0; i < 10; ++i) {
    try {
      if (i % 3 == 1) throw i;
      a[i] = i;
    } catch (int caught) {
      a[i] = -caught;
    }
  }
  return a;
}
