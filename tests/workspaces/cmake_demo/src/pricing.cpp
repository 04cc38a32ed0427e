#include "pricing.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace {

double normal_distribution(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

}  // namespace

void price_calls(const std::vector<double>& spots, std::vector<double>& prices, double strike,
                 double maturity, const Market& market) {
  const double deviation = market.volatility * std::sqrt(maturity);
  const double discounted = strike * std::exp(-market.rate * maturity);
  for (std::size_t i = 0; i < spots.size(); ++i) {
    const double d1 = std::log(spots[i] / discounted) / deviation + 0.5 * deviation;
    const double d2 = d1 - deviation;
    prices[i] = spots[i] * normal_distribution(d1) - discounted * normal_distribution(d2);
  }
}

double expected_exercises(const std::vector<double>& scores) {
  double expected = 0.0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    expected += normal_distribution(scores[i]);
  }
  return expected;
}

double follow_path(const std::vector<double>& returns, double spot, double floor) {
  for (std::size_t i = 0; i < returns.size(); ++i) {
    spot = std::max(floor, spot * std::exp(returns[i]));
  }
  return spot;
}
