// expect: indirect-write
#include <vector>

void scatter(std::vector<double>& target, const std::vector<int>& index,
             const std::vector<double>& value) {
    for (std::size_t i = 0; i < index.size(); ++i) target[index[i]] = value[i];
}
