// expect: may-throw
#include <stdexcept>
#include <vector>

void invert(std::vector<double>& a) {
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] == 0.0) throw std::domain_error("zero");
        a[i] = 1.0 / a[i];
    }
}
