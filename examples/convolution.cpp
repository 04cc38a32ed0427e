// Gaussian blur of a grey image by direct two-dimensional convolution.
//
//     convolution [WIDTH [HEIGHT [RADIUS]]]

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

// Each output pixel is the weighted mean of its neighbourhood; beyond the rim the rim is repeated.
// The kernel has (2 * radius + 1)^2 weights.
void convolve(const float* image, float* result, int width, int height, const float* kernel,
              int radius) {
    const int side = 2 * radius + 1;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            float sum = 0.0f;
            for (int dy = -radius; dy <= radius; ++dy) {
                const int row = std::clamp(y + dy, 0, height - 1);
                for (int dx = -radius; dx <= radius; ++dx) {
                    const int column = std::clamp(x + dx, 0, width - 1);
                    sum += kernel[(dy + radius) * side + dx + radius] * image[row * width + column];
                }
            }
            result[y * width + x] = sum;
        }
    }
}

// From [0, 1] to eight bits.
void quantise(const float* image, std::uint8_t* pixels, int count) {
    for (int i = 0; i < count; ++i) {
        const float level = std::min(std::max(image[i], 0.0f), 1.0f);
        pixels[i] = static_cast<std::uint8_t>(255.0f * level + 0.5f);
    }
}

namespace {

std::vector<float> gaussian(int radius) {
    const int side = 2 * radius + 1;
    const float sigma = 0.5f * static_cast<float>(radius) + 0.1f;
    std::vector<float> kernel(static_cast<std::size_t>(side) * side);
    float total = 0.0f;
    for (int y = -radius; y <= radius; ++y) {
        for (int x = -radius; x <= radius; ++x) {
            const float weight = std::exp(-static_cast<float>(x * x + y * y) / (2 * sigma * sigma));
            kernel[(y + radius) * side + x + radius] = weight;
            total += weight;
        }
    }
    for (float& weight : kernel) {
        weight /= total;
    }
    return kernel;
}

// Rings with sharp edges, which show what a blur does.
std::vector<float> test_image(int width, int height) {
    std::vector<float> image(static_cast<std::size_t>(width) * height);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const double r = std::hypot(x - 0.5 * width, y - 0.5 * height);
            image[static_cast<std::size_t>(y) * width + x] = std::sin(0.05 * r) > 0.0 ? 1.0f : 0.0f;
        }
    }
    return image;
}

}  // namespace

int main(int argc, char** argv) {
    const int width = argc > 1 ? std::atoi(argv[1]) : 1600;
    const int height = argc > 2 ? std::atoi(argv[2]) : 1200;
    const int radius = argc > 3 ? std::atoi(argv[3]) : 4;
    if (width < 1 || height < 1 || radius < 0 || width > 40000 || height > 40000) {
        std::fprintf(stderr, "usage: %s [WIDTH [HEIGHT [RADIUS]]]\n", argv[0]);
        return 2;
    }

    const std::vector<float> image = test_image(width, height);
    const std::vector<float> kernel = gaussian(radius);
    std::vector<float> blurred(image.size());
    std::vector<std::uint8_t> pixels(image.size());

    const auto start = std::chrono::steady_clock::now();
    convolve(image.data(), blurred.data(), width, height, kernel.data(), radius);
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    quantise(blurred.data(), pixels.data(), width * height);

    std::uint32_t checksum = 2166136261u;
    for (const std::uint8_t pixel : pixels) {
        checksum = (checksum ^ pixel) * 16777619u;
    }
    std::printf("%d x %d, radius %d: %.3f s\n", width, height, radius, elapsed.count());
    std::printf("checksum %08x\n", checksum);
    return 0;
}
