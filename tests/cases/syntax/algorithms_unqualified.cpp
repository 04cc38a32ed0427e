// Algorithms by their bare names, after using-directives and using-declarations.
#include <algorithm>
#include <numeric>
#include <vector>

void before(std::vector<int>& v) { sort(v.begin(), v.end()); }

using std::reverse;
void declared(std::vector<int>& v) {
    reverse(v.begin(), v.end());  // expect-loop: algorithm algorithm=std::reverse
    sort(v.begin(), v.end());
    {
        using namespace std;
        fill(v.begin(), v.end(), 0);  // expect-loop: algorithm algorithm=std::fill
    }
    fill(v.begin(), v.end(), 0);
}

namespace confined {
using namespace std;
void inside(std::vector<int>& v) { sort(v.begin(), v.end()); }  // expect-loop: algorithm algorithm=std::sort
}

void outside(std::vector<int>& v) { sort(v.begin(), v.end()); }

using namespace std;

// A function of the user's: its bare name is not the algorithm.
int count(const int* first, const int* last, int value) {
    int n = 0;
    while (first != last) n += *first++ == value;  // expect-loop: while function=count
    return n;
}

struct Bag {
    template <class F> void for_each(int* first, int* last, F f);
};

template <class F> void apply(F&& transform, std::vector<int>& v) {
    transform(v.begin(), v.end(), v.begin(), 1);
}

int after(std::vector<int>& v, Bag& bag) {
    sort(v.begin(), v.end());  // expect-loop: algorithm algorithm=std::sort function=after
    ranges::sort(v);  // expect-loop: algorithm algorithm=std::ranges::sort
    int s = accumulate(v.begin(), v.end(), 0);  // expect-loop: algorithm algorithm=std::accumulate
    s += count(v.data(), v.data() + 3, 0);
    s += std::count(v.begin(), v.end(), 0);  // expect-loop: algorithm algorithm=std::count
    for_each(v.data(), v.data() + 3, [](int) {});
    auto find = [](int a, int b, int c) { return a + b + c; };
    s += find(1, 2, 3);
    v.sort(v.begin(), v.end());
    return s;
}
