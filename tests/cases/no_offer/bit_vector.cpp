// expect: bit-packed-container
#include <vector>

void mark(std::vector<bool>& flags, const std::vector<int>& a) {
    for (std::size_t i = 0; i < flags.size(); ++i) flags[i] = a[i] > 0;
}
