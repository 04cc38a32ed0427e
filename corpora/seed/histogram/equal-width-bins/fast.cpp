void bin_values(const double* values, int n, double low, double width, int* bins, int number) {
#pragma omp parallel for reduction(+ : bins[:number])
  for (int i = 0; i < n; i++) {
    double place = (values[i] - low) / width;
    if (place >= 0 && place < number) {
      bins[(int)place] += 1;
    }
  }
}
