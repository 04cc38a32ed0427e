int counters[4];

void kernel(int n, const unsigned char* data) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    int local[4] = {0, 0, 0, 0};
    local[data[i] % 4] += 1;
#pragma omp critical
    for (int k = 0; k < 3; ++k) {
      counters[k] += local[k];
    }
  }
}
