#include <vector>

std::vector<long> running_total(const std::vector<int>& deposits) {
  std::vector<long> balance;
  long sum = 0;
  for (int d : deposits) {
    sum += d;
    balance.push_back(sum);
  }
  return balance;
}
