#include <vector>

struct Amount {
  long pieces;
  long grams;
};

std::vector<Amount> stock(const std::vector<Amount>& deliveries) {
  std::vector<Amount> level;
  Amount sum = {0, 0};
  for (const Amount& d : deliveries) {
    sum.pieces += d.pieces % 1000;
    sum.grams += (d.pieces % 1000) * (d.grams % 1000);
    level.push_back(sum);
  }
  return level;
}
