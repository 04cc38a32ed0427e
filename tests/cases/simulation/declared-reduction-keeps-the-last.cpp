// expect: order-dependent
struct Best {
  double value = 1000;
  int place = 1000;
};
#pragma omp declare reduction(best : Best : omp_out =                                           \
        omp_in.value <= omp_out.value ? omp_in : omp_out) initializer(omp_priv = Best())
Values run() {
  Best best;
#pragma omp parallel for reduction(best : best)
  for (int i = 0; i < 50; ++i) {
    const double value = i * 7 % 10;
    if (value < best.value) best.value = value, best.place = i;
  }
  return {best.value, double(best.place)};
}
