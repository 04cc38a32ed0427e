// The number with the greatest sum of divisors in a list, the first of equals; 0 without any.
int richest(const int* list, int n) {
  int place = n;
  long most = 0;
#pragma omp parallel
  {
    int own = n;
    long own_most = 0;
#pragma omp for schedule(static) nowait
    for (int i = 0; i < n; i++) {
      const int number = list[i];
      // Divisors come in pairs around the root; the number itself does not count.
      long sum = number > 1 ? 1 : 0;
      for (int d = 2; (long)d * d <= number; d++) {
        if (number % d == 0) sum += (long)d * d == number ? d : d + number / d;
      }
      if (sum > own_most) {
        own_most = sum;
        own = i;
      }
    }
#pragma omp critical
    if (own_most > most || (own_most == most && own < place)) {
      most = own_most;
      place = own;
    }
  }
  return place < n ? list[place] : 0;
}
