void kernel(int rows, int cols, float* grid, const float* source, float scale) {
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < cols; ++c) {
      grid[r * cols + c] = scale * source[r * cols + c];
    }
  }
}
