#pragma once

#include <vector>

struct Market {
  double rate;
  double volatility;
};

// Prices of European calls with one strike and maturity, one for each spot price.
void price_calls(const std::vector<double>& spots, std::vector<double>& prices, double strike,
                 double maturity, const Market& market);

// The value at the end of a path of log-returns.
double follow_path(const std::vector<double>& returns, double spot);
