// expect: conflict
struct Best {
  double value;
  int place;
};
#pragma omp declare reduction(best : Best : omp_out =                                           \
        omp_in.value < omp_out.value ||                                                         \
            (omp_in.value == omp_out.value && omp_in.place < omp_out.place) ? omp_in : omp_out) \
    initializer(omp_priv = omp_orig)
Values run() {
  Best best{1000, 1000};
#pragma omp parallel for reduction(best : best)
  for (int i = 0; i < 50; ++i) {
    const double value = i * 7 % 10;
    if (value < best.value) best = {value, i};
  }
  return {best.value, double(best.place)};
}
