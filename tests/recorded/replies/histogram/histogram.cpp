#include <cstddef>
#include <cstdint>

constexpr int kBins = 256;

// Counts how often each brightness occurs; `counts` has kBins elements.
void histogram(const std::uint8_t* pixels, std::size_t n, std::uint64_t* counts) {
    for (int b = 0; b < kBins; ++b) {
        counts[b] = 0;
    }
    for (std::size_t i = 0; i < n; ++i) {
        counts[pixels[i]] += 1;
    }
}
