struct Hit {
  float x, y;
};

// Hits on a plate of 1 by 1, in 32 by 32 cells.
void heat_map(const Hit* hits, int n, int (&cells)[32 * 32]) {
  for (int i = 0; i < n; i++) {
    int column = (int)(hits[i].x * 32);
    int row = (int)(hits[i].y * 32);
    if (column >= 0 && column < 32 && row >= 0 && row < 32) cells[row * 32 + column]++;
  }
}
