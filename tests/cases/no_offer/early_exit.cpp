// expect: early-exit
#include <vector>

int find(const std::vector<int>& a, int wanted) {
    int found = -1;
    for (int i = 0; i < static_cast<int>(a.size()); ++i) {
        if (a[i] == wanted) {
            found = i;
            break;
        }
    }
    return found;
}
