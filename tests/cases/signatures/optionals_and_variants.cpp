#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

struct Node {
  int id = 0;
  std::string name;
  std::vector<double> weights;
};

std::optional<double> kernel(std::vector<std::optional<int>>& numbers,
                             std::vector<std::variant<int, std::string>>& cells,
                             std::unique_ptr<Node>& owned, const std::shared_ptr<Node>& shared,
                             std::vector<std::unique_ptr<double>>& owners) {
  std::optional<double> last;
  for (auto& number : numbers)
    if (number) number = *number + 1;  // wrong: if (number && *number == 1) number.reset();
  for (auto& cell : cells)
    if (std::holds_alternative<int>(cell)) cell = "number";  // wrong: cell = 1;
  if (owned) owned->weights.push_back(owned->id);  // wrong: owned.reset();
  if (shared) shared->name += "s";  // wrong: if (shared) shared->name = "s";
  for (auto& one : owners)
    if (one) last = *one;  // wrong: if (one && !last) last = *one;
  return last;
}
