// Clustering of points by Lloyd's algorithm.
//
//     kmeans [POINTS [CLUSTERS [ROUNDS]]]

#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

constexpr int dimensions = 8;

// The nearest centre of each point; `points` and `centres` hold one row of coordinates each.
void assign(const std::vector<double>& points, const std::vector<double>& centres,
            std::vector<int>& labels, int point_count, int centre_count) {
    for (int i = 0; i < point_count; ++i) {
        int nearest = 0;
        double shortest = 1e300;
        for (int c = 0; c < centre_count; ++c) {
            double distance = 0.0;
            for (int d = 0; d < dimensions; ++d) {
                const double difference = points[i * dimensions + d] - centres[c * dimensions + d];
                distance += difference * difference;
            }
            if (distance < shortest) {
                shortest = distance;
                nearest = c;
            }
        }
        labels[i] = nearest;
    }
}

// Adds the points of each cluster to `sums` and counts them in `sizes`.
void accumulate_clusters(const double* points, const int* labels, int point_count, double* sums,
                         int* sizes) {
    for (int i = 0; i < point_count; ++i) {
        const int c = labels[i];
        for (int d = 0; d < dimensions; ++d) {
            sums[c * dimensions + d] += points[i * dimensions + d];
        }
        sizes[c] += 1;
    }
}

// Moves the centres to the means of their clusters; a centre without points stays. Returns how far
// they moved in all.
double move_centres(const double* sums, const int* sizes, double* centres, int centre_count) {
    double moved = 0.0;
    for (int c = 0; c < centre_count; ++c) {
        if (sizes[c] == 0) {
            continue;
        }
        for (int d = 0; d < dimensions; ++d) {
            const double mean = sums[c * dimensions + d] / sizes[c];
            moved += std::fabs(mean - centres[c * dimensions + d]);
            centres[c * dimensions + d] = mean;
        }
    }
    return moved;
}

static std::vector<double> random_points(int count, int clusters) {
    std::mt19937 engine(99);
    std::uniform_real_distribution<double> place(-10.0, 10.0);
    std::normal_distribution<double> spread(0.0, 1.0);
    std::vector<double> centres(static_cast<std::size_t>(clusters) * dimensions);
    for (double& coordinate : centres) {
        coordinate = place(engine);
    }
    std::vector<double> points(static_cast<std::size_t>(count) * dimensions);
    for (int i = 0; i < count; ++i) {
        for (int d = 0; d < dimensions; ++d) {
            points[i * dimensions + d] = centres[(i % clusters) * dimensions + d] + spread(engine);
        }
    }
    return points;
}

int main(int argc, char** argv) {
    const int count = argc > 1 ? std::atoi(argv[1]) : 200000;
    const int clusters = argc > 2 ? std::atoi(argv[2]) : 32;
    const int rounds = argc > 3 ? std::atoi(argv[3]) : 10;
    if (clusters < 1 || count < clusters || rounds < 1 || count > 100000000) {
        std::fprintf(stderr, "usage: %s [POINTS [CLUSTERS [ROUNDS]]]\n", argv[0]);
        return 2;
    }

    const std::vector<double> points = random_points(count, 3 * clusters / 4 + 1);
    std::vector<double> centres(points.begin(), points.begin() + clusters * dimensions);
    std::vector<int> labels(count);
    double moved = 0.0;

    const auto start = std::chrono::steady_clock::now();
    for (int round = 0; round < rounds; ++round) {
        assign(points, centres, labels, count, clusters);
        std::vector<double> sums(centres.size(), 0.0);
        std::vector<int> sizes(clusters, 0);
        accumulate_clusters(points.data(), labels.data(), count, sums.data(), sizes.data());
        moved = move_centres(sums.data(), sizes.data(), centres.data(), clusters);
    }
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;

    std::uint64_t checksum = 0;
    for (const int label : labels) {
        checksum = checksum * 31 + static_cast<std::uint64_t>(label);
    }
    std::printf("%d points, %d clusters, %d rounds: %.3f s\n", count, clusters, rounds,
                elapsed.count());
    std::printf("last move %.9f, checksum %016llx\n", moved,
                static_cast<unsigned long long>(checksum));
    return 0;
}
