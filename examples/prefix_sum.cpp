// Sampling from a discrete distribution: running sums of the weights, then a binary search.
//
//     prefix_sum [WEIGHTS [DRAWS]]

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

// sums[i] = weights[0] + ... + weights[i]; each sum needs the one before.
void running_sums(const double* weights, double* sums, std::size_t count) {
    if (count == 0) {
        return;
    }
    sums[0] = weights[0];
    for (std::size_t i = 1; i < count; ++i) {
        sums[i] = sums[i - 1] + weights[i];
    }
}

// Divides by the last sum, so that the sums become a distribution function.
void normalise(double* sums, std::size_t count, double total) {
    for (std::size_t i = 0; i < count; ++i) {
        sums[i] /= total;
    }
}

// An exponential moving average in place: another value that is made of the one before.
void smooth(double* values, std::size_t count, double memory) {
    for (std::size_t i = 1; i < count; ++i) {
        values[i] = memory * values[i - 1] + (1.0 - memory) * values[i];
    }
}

// The first index whose distribution function exceeds u.
static std::size_t locate(const double* distribution, std::size_t count, double u) {
    std::size_t low = 0;
    std::size_t high = count - 1;
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if (distribution[middle] > u) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

// One index for each uniform number in `uniforms`.
void draw(const double* distribution, std::size_t count, const double* uniforms,
          std::uint32_t* indices, std::size_t draws) {
    for (std::size_t i = 0; i < draws; ++i) {
        indices[i] = static_cast<std::uint32_t>(locate(distribution, count, uniforms[i]));
    }
}

int main(int argc, char** argv) {
    const long count = argc > 1 ? std::atol(argv[1]) : 5000000;
    const long draws = argc > 2 ? std::atol(argv[2]) : 1000000;
    if (count < 1 || draws < 1 || count > 400000000) {
        std::fprintf(stderr, "usage: %s [WEIGHTS [DRAWS]]\n", argv[0]);
        return 2;
    }

    std::mt19937_64 engine(5);
    std::uniform_real_distribution<double> uniform(0.0, 1.0);
    std::vector<double> weights(count);
    std::vector<double> uniforms(draws);
    std::generate(weights.begin(), weights.end(), [&] { return uniform(engine); });
    std::generate(uniforms.begin(), uniforms.end(), [&] { return uniform(engine); });
    std::vector<double> sums(weights.size());
    std::vector<std::uint32_t> indices(uniforms.size());

    const auto start = std::chrono::steady_clock::now();
    smooth(weights.data(), weights.size(), 0.9);
    running_sums(weights.data(), sums.data(), sums.size());
    normalise(sums.data(), sums.size(), sums.back());
    const auto middle = std::chrono::steady_clock::now();
    draw(sums.data(), sums.size(), uniforms.data(), indices.data(), indices.size());
    const auto end = std::chrono::steady_clock::now();

    std::uint64_t checksum = 0;
    for (const std::uint32_t index : indices) {
        checksum = checksum * 31 + index;
    }
    std::printf("%ld weights: %.3f s; %ld draws: %.3f s\n", count,
                std::chrono::duration<double>(middle - start).count(), draws,
                std::chrono::duration<double>(end - middle).count());
    std::printf("checksum %016llx\n", static_cast<unsigned long long>(checksum));
    return 0;
}
