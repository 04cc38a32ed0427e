// expect: *
#include <map>
#include <vector>

void count(std::map<int, int>& counts, const std::vector<int>& keys) {
    for (std::size_t i = 0; i < keys.size(); ++i) ++counts[keys[i]];
}
