// A ray tracer in small: recursive callees, constant scenes at file level, searches for the nearest.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <tuple>
#include <vector>

struct Vec {
    float x = 0, y = 0, z = 0;
    Vec operator+(const Vec& o) const { return {x + o.x, y + o.y, z + o.z}; }
    Vec operator-(const Vec& o) const { return {x - o.x, y - o.y, z - o.z}; }
    Vec operator*(float f) const { return {x * f, y * f, z * f}; }
    float operator*(const Vec& o) const { return x * o.x + y * o.y + z * o.z; }
    Vec unit() const { return (*this) * (1.f / std::sqrt(x * x + y * y + z * z)); }
};

struct Paint {
    Vec color = {0, 0, 0};
    float shares[2] = {1, 0};
};

struct Ball {
    Vec center;
    float radius;
    Paint paint;
};

constexpr Paint dull = {{0.4f, 0.4f, 0.3f}, {0.9f, 0.1f}};
constexpr Ball balls[] = {{{-3, 0, -16}, 2, dull}, {{-1, -1.5f, -12}, 2, dull}};
constexpr Vec lamps[] = {{-20, 20, 20}, {30, 50, -25}};

std::tuple<bool, float> meet(const Vec& from, const Vec& to, const Ball& b) {
    const Vec l = b.center - from;
    const float along = l * to;
    const float d2 = l * l - along * along;
    if (d2 > b.radius * b.radius) return {false, 0};
    return {true, along - std::sqrt(b.radius * b.radius - d2)};
}

std::tuple<bool, Vec, Vec, Paint> scene(const Vec& from, const Vec& to) {
    Vec point, normal;
    Paint paint;
    float nearest = 1e10f;
    for (const Ball& b : balls) {  // expect: sequential carried-scalar distance 1
        auto [met, d] = meet(from, to, b);
        if (!met || d > nearest) continue;
        nearest = d;
        point = from + to * nearest;
        normal = (point - b.center).unit();
        paint = b.paint;
    }
    return {nearest < 1000, point, normal, paint};
}

Vec cast(const Vec& from, const Vec& to, int depth = 0) {
    auto [hit, point, normal, paint] = scene(from, to);
    if (depth > 4 || !hit) return {0.2f, 0.7f, 0.8f};
    const Vec mirrored = cast(point, to - normal * 2.f, depth + 1);
    float light = 0;
    for (const Vec& lamp : lamps) {  // expect: parallel-with reduction(+:light)
        Vec way = (lamp - point).unit();
        auto [shaded, p, n, m] = scene(point, way);
        if (shaded && (p - point) * (p - point) < 4) continue;
        light += std::max(0.f, way * normal);
    }
    return paint.color * light * paint.shares[0] + mirrored * paint.shares[1];
}

int main() {
    constexpr int width = 64;
    constexpr int height = 48;
    constexpr float fov = 1.05f;
    std::vector<Vec> frame(width * height);
    for (int pixel = 0; pixel < width * height; pixel++) {  // expect: parallel
        float x = (pixel % width + 0.5) - width / 2.;
        float y = -(pixel / width + 0.5) + height / 2.;
        float z = -height / (2. * std::tan(fov / 2.));
        frame[pixel] = cast(Vec{0, 0, 0}, Vec{x, y, z}.unit());
    }
    return frame[0].x > 2;
}
