// The number with the greatest sum of divisors in a list, the first of equals; 0 without any.
int richest(const int* list, int n) {
  int best = 0;
  long most = 0;
  for (int i = 0; i < n; i++) {
    long sum = 0;
    for (int d = 1; d < list[i]; d++) {
      if (list[i] % d == 0) sum += d;
    }
    if (sum > most) {
      most = sum;
      best = list[i];
    }
  }
  return best;
}
