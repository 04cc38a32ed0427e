#include <functional>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

std::map<int, std::string> kernel(std::map<std::string, std::vector<double>>& table,
                                  const std::unordered_map<int, double>& weights,
                                  std::unordered_map<long, int>& counts,
                                  const std::set<int, std::greater<int>>& keys,
                                  std::unordered_set<std::string>& names) {
  std::map<int, std::string> result;
  for (auto& [name, row] : table) {
    for (double& value : row) value *= 2;  // wrong: for (double& value : row) value *= 3;
    names.insert(name + "!");  // wrong: names.insert(name);
  }
  for (const auto& [key, weight] : weights) counts[key] += weight > 1;  // wrong: counts.clear();
  for (int key : keys) result[key] = std::to_string(key);  // wrong: result[*keys.begin()] = "";
  return result;
}
