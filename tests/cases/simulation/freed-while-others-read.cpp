// expect: order-dependent
Values run() {
  Values result(30);
#pragma omp parallel
#pragma omp single
  {
    std::vector<double> table(30, 2);
    for (int i = 0; i < 30; ++i) {
#pragma omp task shared(table, result) firstprivate(i)
      result[i] = table[i] * i;
    }
  }
  return result;
}
