#include <vector>

struct Account {
  double balance;
  double rate;
  int years;
};

void add_interest(std::vector<Account>& accounts) {
  // Accounts have unlike numbers of years, so they are handed out in small groups.
#pragma omp parallel for schedule(dynamic, 256)
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    Account& a = accounts[i];
    const int years = a.years & 31;
    double balance = a.balance;
    for (int year = 0; year < years; ++year) {
      balance += balance * a.rate;
    }
    a.balance = balance;
  }
}
