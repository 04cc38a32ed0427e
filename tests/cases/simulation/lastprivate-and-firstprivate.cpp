// expect: clean
Values run() {
  int last = -1, offset = 5;
  Values a(30);
#pragma omp parallel for firstprivate(offset) lastprivate(last) schedule(dynamic, 4)
  for (int i = 0; i < 30; ++i) {
    last = i + offset;
    a[i] = last;
  }
  a.push_back(last);
  return a;
}
