// expect: clean
struct Item {
  std::vector<double> values;
  double sum() const {
    double total = 0;
    for (double v : values) total += v;
    return total;
  }
};
Values run() {
  Values result(8);
#pragma omp parallel
#pragma omp single
  for (int i = 0; i < 8; ++i) {
    Item item{std::vector<double>(5, i)};
#pragma omp task firstprivate(item, i)
    result[i] = item.sum();
  }
  return result;
}
