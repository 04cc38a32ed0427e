// refused: it points to a pointer to `double`; move the loop into
void kernel(double*** cube, int n) {
  for (int i = 0; i < n; ++i) cube[i][0][0] = 1;
}
