void kernel(int rows, int cols, float* grid, const float* source, float scale) {
#pragma omp parallel for if(grid + rows * cols <= source || source + rows * cols <= grid)
  for (int k = 0; k < (short)(rows * cols); ++k) grid[k] = scale * source[k];
}
