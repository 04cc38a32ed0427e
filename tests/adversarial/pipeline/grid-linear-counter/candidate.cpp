void kernel(int rows, int cols, float* grid, const float* source, float scale) {
  int k = 0;
#pragma omp parallel for firstprivate(k) if(grid + rows * cols <= source || source + rows * cols <= grid)
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < cols; ++c, ++k) {
      grid[k] = scale * source[k];
    }
  }
}
