// Rows whose lengths are the elements of another array, with indices in their elements.
void kernel(const double* const* values, const int* const* columns, const char* counts, const double* x, double* y,
            int rows) {
  for (int i = 0; i < rows; ++i) {
    double sum = 0;
    const double* const row = values[i];
    const int number = counts[i];
    for (int j = 0; j < number; ++j) sum += row[j] * x[columns[i][j]];  // wrong: for (int j = 0; j < number; ++j) sum += row[0] * x[columns[i][j]];
    y[i] = sum;  // wrong: y[i] = sum + (counts[i] > 5);
  }
}
