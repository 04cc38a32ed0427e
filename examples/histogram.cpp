// Distribution of measured energies: a histogram and a few moments.
//
//     histogram [SAMPLES [BINS]]

#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

// Counts the samples in [low, high) in bins of equal width and adds them to `bins`; samples below
// or above belong to the first or the last bin.
void fill_histogram(const double* samples, std::size_t count, double low, double high, int* bins,
                    int bin_count) {
    const double scale = bin_count / (high - low);
    for (std::size_t i = 0; i < count; ++i) {
        const double position = (samples[i] - low) * scale;
        int bin = 0;
        if (position >= bin_count) {
            bin = bin_count - 1;
        } else if (position > 0.0) {
            bin = static_cast<int>(position);
        }
        bins[bin] += 1;
    }
}

double mean(const double* samples, std::size_t count) {
    double sum = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
        sum += samples[i];
    }
    return sum / static_cast<double>(count);
}

double variance(const double* samples, std::size_t count, double centre) {
    double sum = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
        const double deviation = samples[i] - centre;
        sum += deviation * deviation;
    }
    return sum / static_cast<double>(count);
}

static int fullest_bin(const int* bins, int bin_count) {
    int best = 0;
    for (int i = 1; i < bin_count; ++i) {
        if (bins[i] > bins[best]) {
            best = i;
        }
    }
    return best;
}

// A spectrum: a peak on a falling background.
static std::vector<double> measure(std::size_t count) {
    std::mt19937_64 engine(2024);
    std::normal_distribution<double> peak(662.0, 25.0);
    std::exponential_distribution<double> background(1.0 / 300.0);
    std::bernoulli_distribution is_peak(0.3);
    std::vector<double> energies(count);
    for (double& energy : energies) {
        energy = is_peak(engine) ? peak(engine) : background(engine);
    }
    return energies;
}

int main(int argc, char** argv) {
    const long long samples = argc > 1 ? std::atoll(argv[1]) : 20000000;
    const int bin_count = argc > 2 ? std::atoi(argv[2]) : 1024;
    if (samples < 1 || bin_count < 1) {
        std::fprintf(stderr, "usage: %s [SAMPLES [BINS]]\n", argv[0]);
        return 2;
    }

    const std::vector<double> energies = measure(static_cast<std::size_t>(samples));
    std::vector<int> bins(bin_count, 0);

    const auto start = std::chrono::steady_clock::now();
    fill_histogram(energies.data(), energies.size(), 0.0, 1500.0, bins.data(), bin_count);
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;

    const double centre = mean(energies.data(), energies.size());
    const double width = std::sqrt(variance(energies.data(), energies.size(), centre));
    std::uint64_t checksum = 0;
    for (int i = 0; i < bin_count; ++i) {
        checksum = checksum * 31 + static_cast<std::uint64_t>(bins[i]);
    }
    const int best = fullest_bin(bins.data(), bin_count);
    std::printf("%lld samples, %d bins: %.3f s\n", samples, bin_count, elapsed.count());
    std::printf("mean %.6f, standard deviation %.6f, fullest bin %d, checksum %016llx\n", centre,
                width, best, static_cast<unsigned long long>(checksum));
    return 0;
}
