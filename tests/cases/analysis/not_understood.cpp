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

// No call reaches a local variable that it is not given.
double sampled(const double* row);

void there_and_back(double* out, const double* in, int width, int height) {
    int direction = 1;
    for (int y = 0; y < height; ++y) {  // expect: sequential carried-scalar distance 1
        int x = direction < 0 ? width - 1 : 0;
        for (int k = 0; k < width; ++k) {  // expect: unknown unknown-call
            out[y * width + x] = sampled(in) + x;
            x += direction;
        }
        direction = -direction;
    }
}

void turned_by_what_is_found(double* out, const double* in, int n) {
    int direction = 1;
    for (int i = 0; i < n; ++i) {  // expect: unknown carried-scalar distance 1
        if (in[i] > 0.0) out[i] = direction * sampled(in);
        direction = -direction;
    }
}

double only_summed(const double* in, int n) {
    double sum = 0.0;
    for (int i = 0; i < n; ++i)  // expect: unknown unknown-call
        sum = sum + sampled(in + i);
    return sum;
}

void told_to_others(double* out, const double* in, int n) {
    int direction = 1;
    int* told = &direction;
    for (int i = 0; i < n; ++i) {  // expect: unknown carried-scalar distance 1
        out[i] = direction * sampled(in);
        direction = -direction;
    }
    *told = 0;
}
