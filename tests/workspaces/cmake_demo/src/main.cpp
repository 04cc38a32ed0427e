// Prices a ladder of calls.
//
//     option_desk [COUNT]

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "pricing.hpp"

double total(const std::vector<double>& values) {
  double sum = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    sum += values[i];
  }
  return sum;
}

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1000;
  std::vector<double> spots(count);
  for (std::size_t i = 0; i < count; ++i) {
    spots[i] = 50.0 + 100.0 * static_cast<double>(i) / static_cast<double>(count);
  }
  std::vector<double> prices(count);
  price_calls(spots, prices, 100.0, 0.5, {0.02, 0.25});
  std::printf("%zu calls, together %.6f\n", count, total(prices));
  std::printf("%.6f of three exercised\n", expected_exercises({-1.0, 0.0, 0.5}));
  std::printf("a path ends at %.6f\n", follow_path({0.01, -0.2, 0.015}, 100.0, 90.0));
  return 0;
}
