// Truth values: parameters, references, elements, what is returned.
#include <map>
#include <vector>

bool kernel(bool upwards, bool& any, const bool* chosen, std::map<int, bool>& seen,
            std::vector<int>& x) {
  bool all = true;
  for (int i = 0; i < static_cast<int>(x.size()); ++i) {
    x[i] = (upwards ? x[i] / 2 + i : x[i] / 2 - i);  // wrong: x[i] = x[i] / 2 + i;
    any = any != (chosen[i] && x[i] > 1);  // wrong: any = any != (x[i] > 1);
    all = all && chosen[i];  // wrong: all = true;
  }
  for (auto& [key, value] : seen) value = !value;  // wrong: for (auto& [key, value] : seen) value = key > 0;
  return all;
}
