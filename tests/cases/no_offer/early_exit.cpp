// expect: early-exit
#include <vector>

// What is copied before the end stays, and nothing after it may be.
int copy_to_zero(const std::vector<int>& from, std::vector<int>& to) {
    int copied = 0;
    for (int i = 0; i < static_cast<int>(from.size()); ++i) {
        if (from[i] == 0) {
            break;
        }
        to[i] = from[i];
        copied = i + 1;
    }
    return copied;
}
