// The Mandelbrot set by escape times.
//
//     mandelbrot [WIDTH [HEIGHT [MAX_ITERATIONS [FILE.pgm]]]]

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

struct View {
    double left;
    double top;
    double step;
};

// For each pixel the number of iterations after which z -> z^2 + c has left the disc of radius 2,
// or `max_iterations`.
void escape_times(std::vector<int>& counts, int width, int height, View view, int max_iterations) {
    for (int row = 0; row < height; ++row) {
        for (int column = 0; column < width; ++column) {
            const double cx = view.left + column * view.step;
            const double cy = view.top - row * view.step;
            double x = 0.0;
            double y = 0.0;
            int n = 0;
            while (n < max_iterations) {
                const double xx = x * x;
                const double yy = y * y;
                if (xx + yy > 4.0) {
                    break;
                }
                y = 2.0 * x * y + cy;
                x = xx - yy + cx;
                ++n;
            }
            counts[static_cast<std::size_t>(row) * width + column] = n;
        }
    }
}

// Grey levels: black inside, brighter towards the boundary.
void shade(const std::vector<int>& counts, std::vector<std::uint8_t>& pixels, int count,
           int max_iterations) {
    for (int i = 0; i < count; ++i) {
        if (counts[i] == max_iterations) {
            pixels[i] = 0;
        } else {
            pixels[i] = static_cast<std::uint8_t>(40 + (counts[i] * 7) % 216);
        }
    }
}

static long inside(const std::vector<int>& counts, int count, int max_iterations) {
    long total = 0;
    for (int i = 0; i < count; ++i) {
        if (counts[i] == max_iterations) {
            ++total;
        }
    }
    return total;
}

static bool write_pgm(const char* path, const std::vector<std::uint8_t>& pixels, int width,
                      int height) {
    std::FILE* file = std::fopen(path, "wb");
    if (file == nullptr) {
        return false;
    }
    std::fprintf(file, "P5\n%d %d\n255\n", width, height);
    const bool written = std::fwrite(pixels.data(), 1, pixels.size(), file) == pixels.size();
    return std::fclose(file) == 0 && written;
}

int main(int argc, char** argv) {
    const int width = argc > 1 ? std::atoi(argv[1]) : 1200;
    const int height = argc > 2 ? std::atoi(argv[2]) : 800;
    const int max_iterations = argc > 3 ? std::atoi(argv[3]) : 500;
    if (width < 1 || height < 1 || max_iterations < 1 || width > 40000 || height > 40000) {
        std::fprintf(stderr, "usage: %s [WIDTH [HEIGHT [MAX_ITERATIONS [FILE.pgm]]]]\n", argv[0]);
        return 2;
    }

    const View view{-2.2, 1.2, 3.2 / width};
    std::vector<int> counts(static_cast<std::size_t>(width) * height);
    std::vector<std::uint8_t> pixels(counts.size());

    const auto start = std::chrono::steady_clock::now();
    escape_times(counts, width, height, view, max_iterations);
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    shade(counts, pixels, width * height, max_iterations);

    std::uint64_t checksum = 0;
    for (const int n : counts) {
        checksum = checksum * 1099511628211u + static_cast<std::uint64_t>(n);
    }
    std::printf("%d x %d, at most %d iterations: %.3f s\n", width, height, max_iterations,
                elapsed.count());
    std::printf("%ld pixels inside, checksum %016llx\n",
                inside(counts, width * height, max_iterations),
                static_cast<unsigned long long>(checksum));
    if (argc > 4 && !write_pgm(argv[4], pixels, width, height)) {
        std::fprintf(stderr, "cannot write %s\n", argv[4]);
        return 1;
    }
    return 0;
}
