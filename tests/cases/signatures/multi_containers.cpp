#include <deque>
#include <map>
#include <set>
#include <string>
#include <valarray>
#include <vector>

double kernel(std::multiset<int>& ages, std::multimap<int, std::string>& names,
              std::valarray<double>& signal, std::map<std::string, std::vector<double>>& table,
              std::deque<std::vector<int>>& rows) {
  double sum = 0;
  for (int age : std::vector<int>(ages.begin(), ages.end())) ages.insert(age / 2);  // wrong: ages.insert(3);
  for (auto& [age, name] : names) name += std::to_string(age % 7);  // wrong: for (auto& [age, name] : names) name += '7';
  for (double& value : signal) value += 1;  // wrong: if (signal.size() > 1) signal[1] += 1;
  for (auto& [name, row] : table)
    for (double& value : row) sum += value;  // wrong: sum += 1;
  for (auto& row : rows) row.push_back(1);  // wrong: rows.clear();
  return sum;
}
