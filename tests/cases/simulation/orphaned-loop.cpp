// expect: clean
void scale(Values& a) {
#pragma omp for
  for (int i = 0; i < static_cast<int>(a.size()); ++i) a[i] = 2 * i;
}
Values run() {
  Values a(50);
#pragma omp parallel
  scale(a);
  return a;
}
