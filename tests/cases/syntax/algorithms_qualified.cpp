// Algorithms by their qualified names.
#include <algorithm>
#include <numeric>
#include <vector>
namespace rng = std::ranges;

double sort(double*, double*);

double qualified(std::vector<double>& v, std::vector<int>& w, const char* path) {
    std::sort(v.begin(), v.end());  // expect-loop: algorithm algorithm=std::sort function=qualified
    double s = ::std::accumulate(v.begin(), v.end(), 0.0);  // expect-loop: algorithm algorithm=std::accumulate
    s += std::transform_reduce(v.begin(), v.end(), w.begin(), 0.0);  // expect-loop: algorithm algorithm=std::transform_reduce
    std::ranges::fill(v, 1.0);  // expect-loop: algorithm algorithm=std::ranges::fill
    rng::sort(v);  // expect-loop: algorithm algorithm=std::ranges::sort
    s += std::count_if<std::vector<double>::iterator>(v.begin(), v.end(), [](double x) { return x > 0; });  // expect-loop: algorithm algorithm=std::count_if
    std::for_each(std::find(w.begin(), w.end(), 3), w.end(), [&](int n) {  // expect-loop: algorithm algorithm=std::for_each depth=0 ; algorithm algorithm=std::find depth=0
        for (int i = 0; i < n; ++i) s += i;  // expect-loop: for depth=1 parent=6
    });
    for (auto it = std::find(w.begin(), w.end(), 7); it != w.end(); ++it) {  // expect-loop: for variable=it depth=0 ; algorithm depth=0 parent=-
        std::iota(w.begin(), w.end(), *it);  // expect-loop: algorithm algorithm=std::iota depth=1
    }
    // Not loops: members, other namespaces, functions of another kind with the same name.
    v.fill(1.0);
    w.data()->count(1, 2, 3);
    mine::sort(v.begin(), v.end());
    std::remove(path);
    auto u = std::move(v);
    std::pmr::sort(v.begin(), v.end());
    accumulate(v.begin(), v.end(), 0.0);
    return s;
}
