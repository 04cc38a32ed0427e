// expect: clean
Values run() {
  long sum = 0, product = 1;
  int largest = -1;
  bool all = true;
  double bins[4] = {};
#pragma omp parallel for reduction(+ : sum, bins) reduction(max : largest) reduction(&& : all)
  for (int i = 0; i < 100; ++i) {
    sum += i;
    if (i * 7 % 100 > largest) largest = i * 7 % 100;
    all = all && i < 99;
    bins[i % 4] += i;
  }
  return {double(sum), double(product), double(largest), double(all), bins[0], bins[3]};
}
