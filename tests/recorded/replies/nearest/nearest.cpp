#include <cstddef>
#include <vector>

struct Point {
    double x;
    double y;
    double z;
};

static double squared(const Point& a, const Point& b) {
    const double dx = a.x - b.x;
    const double dy = a.y - b.y;
    const double dz = a.z - b.z;
    return dx * dx + dy * dy + dz * dz;
}

// The index of the nearest point, the first one of equals; -1 if there is none.
long nearest(const std::vector<Point>& points, const Point& query) {
    long best = -1;
    double least = 0.0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double d = squared(points[i], query);
        if (best < 0 || d < least) {
            least = d;
            best = static_cast<long>(i);
        }
    }
    return best;
}
