#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <vector>

typedef double Real;
enum class Mode { fast = 1, exact = 2 };
struct Grid {
  int width;
  int height;
};
constexpr int taps = 3;
static const Real weights[taps] = {0.25, 0.5, 0.25};
int verbosity = 1;
static long calls = 0;
static Real scratch[1024];

long count_calls() { return ++calls; }

Real seconds() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<Real>(now).count();
}

Real scaled(Real x) { return 2 * x; }

//@ before

//@ kernel
Real kernel(const std::vector<Real>& in, std::vector<Real>& out, Real factor = 1) {
  Real sum = 0;
//@ body
#pragma omp parallel for reduction(+ : sum)
  for (std::size_t i = 0; i < in.size(); ++i) {
//@ loop
    out[i] = std::sqrt(std::fabs(in[i])) * factor;
    sum += out[i];
  }
  return sum;
}

//@ after

int main() {
  const Grid grid{40, 20};
  std::vector<Real> in(static_cast<std::size_t>(grid.width * grid.height), weights[1]), out(in);
  const char* factor = std::getenv("FACTOR");
  const Real start = seconds();
  const Real sum = kernel(in, out, scaled(factor == nullptr ? 1 : std::atof(factor)));
  scratch[0] = scaled(static_cast<int>(sum));
  std::printf("%g %g %ld\n", scratch[0], seconds() - start, count_calls());
  return verbosity == static_cast<int>(Mode::fast) ? 0 : 1;
}
