// expect: clean
const std::vector<int>& squares() {
  static const std::vector<int> table = [] {
    std::vector<int> made;
    for (int i = 0; i < 20; ++i) made.push_back(i * i);
    return made;
  }();
  return table;
}
Values run() {
  Values a(20);
#pragma omp parallel for schedule(dynamic)
  for (int i = 0; i < 20; ++i) a[i] = squares()[i];
  return a;
}
