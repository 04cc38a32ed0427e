// The first perfect number in a list; 0 if there is none.
int first_perfect(const int* list, int n) {
  for (int i = 0; i < n; i++) {
    int sum = 0;
    for (int d = 1; d < list[i]; d++) {
      if (list[i] % d == 0) sum += d;
    }
    if (list[i] > 5 && sum == list[i]) return list[i];
  }
  return 0;
}
