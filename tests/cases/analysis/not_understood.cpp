// What is certain only where everything else is understood.
#include <cstddef>
#include <vector>

void touch(double& x);

double carried_or_set_anew(const std::vector<double>& v) {
    double last = 0, sum = 0;
    for (std::size_t i = 0; i < v.size(); ++i) {  // expect: unknown carried-scalar distance 1
        sum += last;
        touch(last);
        last += v[i];
    }
    return sum;
}

double certainly_carried(const std::vector<double>& v) {
    double last = 0, sum = 0;
    for (std::size_t i = 0; i < v.size(); ++i) {  // expect: sequential carried-scalar distance 1
        sum += last;
        last = last * 0.5 + v[i];
    }
    return sum;
}
