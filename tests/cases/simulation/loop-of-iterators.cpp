// expect: clean
Values run() {
  Values a(33, 2);
#pragma omp parallel for
  for (auto it = a.begin(); it < a.end(); ++it) *it *= 3;
#pragma omp parallel for
  for (double& x : a) x += 1;
  return a;
}
