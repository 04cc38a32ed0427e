void chain_lengths(int first, int* length, int count) {
  for (int i = 0; i < count; i++) {
    long value = (first & 1023) + i + 1;
    int steps = 0;
    while (value != 1) {
      value = value % 2 == 0 ? value / 2 : 3 * value + 1;
      steps++;
    }
    length[i] = steps;
  }
}
