#pragma once

#include <vector>

struct Market {
  double rate;
  double volatility;
};

// Prices of European calls with one strike and maturity, one for each spot price.
void price_calls(const std::vector<double>& spots, std::vector<double>& prices, double strike,
                 double maturity, const Market& market);

// How many calls are exercised on average, from the scores of their spot prices.
double expected_exercises(const std::vector<double>& scores);

// The value at the end of a path of log-returns that is not let fall below `floor`.
double follow_path(const std::vector<double>& returns, double spot, double floor);
