void settle(int* v, int n) {
  for (int round = 0; round < n; round++) {
    for (int i = round % 2; i + 1 < n; i += 2) {
      if (v[i] > v[i + 1]) {
        int keep = v[i];
        v[i] = v[i + 1];
        v[i + 1] = keep;
      }
    }
  }
}
