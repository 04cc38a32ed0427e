// expect: static-state
#include <vector>

static int next_ticket() {
    static int ticket = 0;
    return ++ticket;
}

void number(std::vector<int>& a) {
    for (std::size_t i = 0; i < a.size(); ++i) a[i] = next_ticket();
}
