// Calls of sort: parts of the range are sorted at the same time, then merged.
#include <algorithm>
#include <functional>
#include <vector>

struct Weighted {
    double weight;
    int id;
};

void sorted_keys(std::vector<int>& keys) {
    std::sort(keys.begin(), keys.end());
}

void sorted_down(unsigned* keys, int n) {
    std::sort(keys, keys + n, std::greater<>());
}

void sorted_stably(std::vector<Weighted>& items) {
    std::stable_sort(items.begin(), items.end(), [](const Weighted& a, const Weighted& b) {
        return a.id < b.id;
    });
}

void not_a_number_somewhere(std::vector<Weighted>& items) {
    std::stable_sort(items.begin(), items.end(), [](const Weighted& a, const Weighted& b) {
        return a.weight < b.weight;
    });
}

void unstable_order(std::vector<Weighted>& items) {
    std::sort(items.begin(), items.end(), [](const Weighted& a, const Weighted& b) {
        return a.weight < b.weight;
    });
}

void two_zeros(std::vector<double>& values) {
    std::sort(values.begin(), values.end());
}

void stable_numbers(std::vector<float>& values) {
    std::ranges::stable_sort(values);
}
