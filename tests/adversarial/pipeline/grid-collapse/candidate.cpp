void kernel(int rows, int cols, float* grid, const float* source, float scale) {
#pragma omp parallel for collapse(2) if(grid + rows * cols <= source || source + rows * cols <= grid)
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < cols; ++c) {
      grid[r * cols + c] = scale * source[r * cols + c];
    }
  }
}
