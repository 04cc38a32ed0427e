// The first perfect number in a list; 0 if there is none.
int first_perfect(const int* list, int n) {
  int first = n;
#pragma omp parallel for reduction(min : first) schedule(dynamic, 8)
  for (int i = 0; i < n; i++) {
    if (i >= first) continue;
    const int number = list[i];
    long sum = 1;
    // Divisors come in pairs around the root.
    for (int d = 2; (long)d * d <= number; d++) {
      if (number % d == 0) sum += (long)d * d == number ? d : d + number / d;
    }
    if (number > 5 && sum == number) first = i;
  }
  return first < n ? list[first] : 0;
}
