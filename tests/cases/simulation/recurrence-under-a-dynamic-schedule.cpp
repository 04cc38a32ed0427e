// expect: conflict
Values run() {
  Values a(97, 1);
#pragma omp parallel for schedule(dynamic)
  for (int i = 1; i < 97; ++i) a[i] += a[i - 1];
  return a;
}
