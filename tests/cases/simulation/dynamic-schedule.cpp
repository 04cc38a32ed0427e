// expect: clean
Values run() {
  Values a(97);
#pragma omp parallel for schedule(dynamic, 5)
  for (int i = 0; i < 97; ++i) a[i] = i * i;
#pragma omp parallel for schedule(guided)
  for (long i = 96; i > 0; i -= 3) a[i] += 1;
  return a;
}
