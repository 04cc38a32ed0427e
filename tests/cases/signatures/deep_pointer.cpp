// Behind pointers to pointers to pointers are as many rows of rows.
void kernel(double*** cube, int n) {
  for (int i = 0; i < n; ++i) cube[i][0][0] = 1;  // wrong: for (int i = 1; i < n; ++i) cube[i][0][0] = 1;
}
