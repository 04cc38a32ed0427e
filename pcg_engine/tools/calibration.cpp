// What the cost model knows of a machine, measured in a fraction of a second; best of several.
// Prints: seconds of a dependent floating-point operation, bytes per second of one thread and of
// all, seconds of an empty parallel region.
#include <omp.h>

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <memory>

namespace {

double now() {
  using namespace std::chrono;
  return duration<double>(steady_clock::now().time_since_epoch()).count();
}

template <class Work> double best(int rounds, Work work) {
  double least = 1e30;
  for (int round = 0; round < rounds; ++round) {
    const double start = now();
    work();
    const double seconds = now() - start;
    if (seconds < least) least = seconds;
  }
  return least;
}

volatile double sink;

double operation_seconds() {
  constexpr int count = 2'000'000;
  const double seconds = best(5, [] {
    double x = sink;
    for (int i = 0; i < count; ++i) x = x * 0.999 + 0.5;
    sink = x;
  });
  return seconds / (2.0 * count);
}

double bandwidth(double *a, const double *b, const double *c, std::ptrdiff_t n, int threads) {
  const double seconds = best(3, [=] {
#pragma omp parallel for num_threads(threads) schedule(static)
    for (std::ptrdiff_t i = 0; i < n; ++i) a[i] = b[i] + 3.0 * c[i];
  });
  return 3.0 * sizeof(double) * static_cast<double>(n) / seconds;
}

double region_seconds() {
  constexpr int count = 200;
  return best(5, [] {
    for (int i = 0; i < count; ++i) {
#pragma omp parallel
      { sink = 1.0; }
    }
  }) / count;
}

}  // namespace

int main() {
  constexpr std::ptrdiff_t n = 2 << 20;
  const std::unique_ptr<double[]> a(new double[n]), b(new double[n]), c(new double[n]);
  const int threads = omp_get_max_threads();
#pragma omp parallel for schedule(static)
  for (std::ptrdiff_t i = 0; i < n; ++i) a[i] = 0.0, b[i] = 1.0, c[i] = 2.0;
  const double operation = operation_seconds();
  const double one = bandwidth(a.get(), b.get(), c.get(), n, 1);
  const double all = bandwidth(a.get(), b.get(), c.get(), n, threads);
  std::printf("%.6e %.6e %.6e %.6e\n", operation, one, all, region_seconds());
  return 0;
}
