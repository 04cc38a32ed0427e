#include <vector>

// Running sums: out[i] is the sum of in[0] to in[i].
void prefix(const std::vector<int>& in, std::vector<long>& out) {
    out.resize(in.size());
    long sum = 0;
    for (std::size_t i = 0; i < in.size(); ++i) {
        sum += in[i];
        out[i] = sum;
    }
}
