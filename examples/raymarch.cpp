// Spheres on a floor, drawn by marching rays through a signed distance field.
//
//     raymarch [WIDTH [HEIGHT [FILE.pgm]]]

#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

struct Vec3 {
    double x, y, z;
};

struct Sphere {
    Vec3 centre;
    double radius;
};

static Vec3 add(Vec3 a, Vec3 b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
static Vec3 subtract(Vec3 a, Vec3 b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
static Vec3 scale(Vec3 a, double s) { return {a.x * s, a.y * s, a.z * s}; }
static double dot(Vec3 a, Vec3 b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
static double length(Vec3 a) { return std::sqrt(dot(a, a)); }
static Vec3 normalised(Vec3 a) { return scale(a, 1.0 / length(a)); }

// The distance from `p` to the nearest surface: the floor y = 0 or one of the spheres.
static double distance(Vec3 p, const Sphere* spheres, int sphere_count) {
    double nearest = p.y;
    for (int i = 0; i < sphere_count; ++i) {
        const double d = length(subtract(p, spheres[i].centre)) - spheres[i].radius;
        if (d < nearest) {
            nearest = d;
        }
    }
    return nearest;
}

// How far a ray goes before it meets a surface, or a negative number if it meets none.
static double march(Vec3 origin, Vec3 direction, const Sphere* spheres, int sphere_count) {
    double travelled = 0.01;
    for (int i = 0; i < 200; ++i) {
        const Vec3 p = add(origin, scale(direction, travelled));
        const double clear = distance(p, spheres, sphere_count);
        if (clear < 1e-4) {
            return travelled;
        }
        travelled += clear;
        if (travelled > 50.0) {
            break;
        }
    }
    return -1.0;
}

static Vec3 normal(Vec3 p, const Sphere* spheres, int sphere_count) {
    const double h = 1e-5;
    const double d = distance(p, spheres, sphere_count);
    return normalised({distance({p.x + h, p.y, p.z}, spheres, sphere_count) - d,
                       distance({p.x, p.y + h, p.z}, spheres, sphere_count) - d,
                       distance({p.x, p.y, p.z + h}, spheres, sphere_count) - d});
}

static double brightness(Vec3 eye, Vec3 direction, const Sphere* spheres, int sphere_count) {
    const double t = march(eye, direction, spheres, sphere_count);
    if (t < 0.0) {
        return 0.2 + 0.3 * std::fabs(direction.y);
    }
    const Vec3 light = normalised({0.6, 0.8, -0.4});
    const Vec3 hit = add(eye, scale(direction, t));
    const Vec3 n = normal(hit, spheres, sphere_count);
    double level = 0.1;
    const double slant = dot(n, light);
    if (slant > 0.0 && march(add(hit, scale(n, 1e-3)), light, spheres, sphere_count) < 0.0) {
        level += 0.9 * slant;
    }
    return level;
}

void render(float* image, int width, int height, Vec3 eye, const Sphere* spheres,
            int sphere_count) {
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const double u = (x + 0.5 - 0.5 * width) / height;
            const double v = (0.5 * height - y - 0.5) / height;
            const Vec3 direction = normalised({u, v - 0.2, 1.2});
            image[y * width + x] =
                static_cast<float>(brightness(eye, direction, spheres, sphere_count));
        }
    }
}

static bool write_pgm(const char* path, const std::vector<float>& image, int width, int height) {
    std::FILE* file = std::fopen(path, "wb");
    if (file == nullptr) {
        return false;
    }
    std::fprintf(file, "P5\n%d %d\n255\n", width, height);
    for (const float level : image) {
        std::fputc(static_cast<int>(255.0f * std::fmin(level, 1.0f)), file);
    }
    return std::fclose(file) == 0;
}

int main(int argc, char** argv) {
    const int width = argc > 1 ? std::atoi(argv[1]) : 480;
    const int height = argc > 2 ? std::atoi(argv[2]) : 360;
    if (width < 1 || height < 1 || width > 20000 || height > 20000) {
        std::fprintf(stderr, "usage: %s [WIDTH [HEIGHT [FILE.pgm]]]\n", argv[0]);
        return 2;
    }

    std::vector<Sphere> spheres;
    for (int i = 0; i < 9; ++i) {
        const double radius = 0.4 + 0.05 * i;
        spheres.push_back({{1.5 * (i % 3) - 1.5, radius, 4.0 + 1.5 * static_cast<double>(i / 3)},
                           radius});
    }
    std::vector<float> image(static_cast<std::size_t>(width) * height);

    const auto start = std::chrono::steady_clock::now();
    render(image.data(), width, height, {0.0, 1.6, -1.0}, spheres.data(),
           static_cast<int>(spheres.size()));
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;

    double total = 0.0;
    for (const float level : image) {
        total += level;
    }
    std::printf("%d x %d, %zu spheres: %.3f s\n", width, height, spheres.size(), elapsed.count());
    std::printf("mean brightness %.9f\n", total / (static_cast<double>(width) * height));
    if (argc > 3 && !write_pgm(argv[3], image, width, height)) {
        std::fprintf(stderr, "cannot write %s\n", argv[3]);
        return 1;
    }
    return 0;
}
