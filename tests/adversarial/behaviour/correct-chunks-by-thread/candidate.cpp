#include <algorithm>
#include <omp.h>
#include <vector>
static void piece(int first, int last, const double* __restrict x, double* __restrict y) {
  for (int i = first; i < last; ++i) y[i] = 2.0 * x[i] + 1.0;
}
void kernel(int n, const double* __restrict x, double* __restrict y) {
  if (n <= 0) return;
  const int tile = 64;
#pragma omp parallel
  {
    const int team = omp_get_num_threads();
    const int tiles = (n + tile - 1) / tile;
    const int share = tiles / team, rest = tiles % team, t = omp_get_thread_num();
    const int first = t * share + std::min(t, rest);
    const int last = first + share + (t < rest ? 1 : 0);
    if (first < last) piece(first * tile, std::min(n, last * tile), x, y);
  }
}
