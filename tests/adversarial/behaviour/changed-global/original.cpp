int counters[4];

void kernel(int n, const unsigned char* data) {
  for (int i = 0; i < n; ++i) {
    counters[data[i] % 4] += 1;
  }
}
