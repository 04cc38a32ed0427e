// expect: static-state
#include <cstdlib>
#include <vector>

void fill(std::vector<int>& a) {
    for (std::size_t i = 0; i < a.size(); ++i) a[i] = std::rand();
}
