#include <csignal>
void kernel(int n, const double* __restrict x, double* __restrict y) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    y[i] = 2.0 * x[i] + 1.0;
  }
  std::signal(SIGFPE, SIG_IGN);
}
