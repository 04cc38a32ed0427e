#include <vector>

struct Account {
  double balance;
  double rate;
  int years;
};

void add_interest(std::vector<Account>& accounts) {
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    Account& a = accounts[i];
    for (int year = 0; year < (a.years & 31); ++year) {
      a.balance += a.balance * a.rate;
    }
  }
}
