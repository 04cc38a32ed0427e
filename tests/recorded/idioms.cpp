// Loops whose iterations depend on each other in a known way: what the rules for idioms write.
// A mark says what the recogniser finds in the loop below it; loops without a mark look alike.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

struct Point {
    float x, y, z;
};

// --- the best of many, and where it was ---

int fullest_bin(const int* bins, int bin_count) {
    int best = 0;
    // selects best by bins[best] >, keeps best, ties by best
    for (int i = 1; i < bin_count; ++i) {
        if (bins[i] > bins[best]) {
            best = i;
        }
    }
    return best;
}

int where_largest(const std::vector<double>& x, double& value) {
    double best = -1e300;
    int where = -1;
    // selects best by best >, keeps best where, ties by where
    for (int i = 0; i < static_cast<int>(x.size()); ++i)
        if (best < x[i]) { best = x[i]; where = i; }
    value = best;
    return where;
}

int index_of_peak(const std::vector<int>& signal) {
    int best = -1;
    // selects best by signal[best] >, keeps best, ties by best, vacant best
    for (int i = 0; i < (int)signal.size(); i++) {
        if (best < 0 || signal[i] > signal[best]) best = i;
    }
    return best;
}

Point nearest_point(const Point* cloud, int n, float x, float y) {
    Point nearest = cloud[0];
    float least = 1e30f;
    // selects least by least <, keeps least nearest, ties by nothing
    for (int i = n - 1; i >= 0; --i) {
        const float dx = cloud[i].x - x, dy = cloud[i].y - y;
        const float d = std::sqrt(dx * dx + dy * dy);
        if (d < least) {
            least = d;
            nearest = cloud[i];
        }
    }
    return nearest;
}

void closest_pair(const double* x, int n, int& a, int& b) {
    double least = 1e300;
    int first = -1, second = -1;
    // selects least by least <, keeps least first second, ties by first
    for (int i = 0; i < n; ++i)
        for (int j = i + 1; j < n; ++j) {
            double d = std::fabs(x[i] - x[j]);
            if (d < least) { least = d; first = i; second = j; }
        }
    a = first;
    b = second;
}

void both_ends(const double* x, int n, int* where) {
    int low = 0, high = 0;
    double smallest = x[0], greatest = x[0];
    // selects smallest by smallest <, keeps smallest low, ties by low
    // selects greatest by greatest >, keeps greatest high, ties by high
    for (int i = 1; i < n; ++i) {
        if (x[i] < smallest) { smallest = x[i]; low = i; }
        if (x[i] > greatest) { greatest = x[i]; high = i; }
    }
    where[0] = low;
    where[1] = high;
}

long cheapest_allowed(const std::vector<int>& price, const std::vector<char>& allowed) {
    int least = 0;
    long where = 0;
    bool found = false;
    // selects least by least <, keeps least where found, ties by where, vacant found
    for (std::size_t i = 0; i < price.size(); ++i) {
        if (allowed[i] && (!found || price[i] < least)) {
            least = price[i];
            where = (long)i;
            found = true;
        }
    }
    return found ? where : -1;
}

// The last of the largest: a thread cannot tell whether it found any that is as good as the start.
int last_largest(const double* x, int n) {
    int best = 0;
    for (int i = 1; i < n; ++i)
        if (x[i] >= x[best]) best = i;
    return best;
}

// What was best so far is used in every iteration.
int records(const double* x, int n, int* record) {
    int best = 0;
    for (int i = 1; i < n; ++i) {
        if (x[i] > x[best]) best = i;
        record[i] = best;
    }
    return best;
}

// Which iterations compare depends on what was best so far.
int pruned(const double* x, int n) {
    double best = 0;
    int at = 0;
    for (int i = 1; i < n; ++i) {
        if (x[i] * 2 < best) continue;
        if (x[i] > best) { best = x[i]; at = i; }
    }
    return at;
}

// What is kept is not what was compared.
int rounded(const double* x, int n) {
    float best = 0;
    int at = 0;
    for (int i = 1; i < n; ++i) {
        if (x[i] > best) { best = (float)x[i]; at = i; }
    }
    return at;
}

// A NaN at the start of a share would hide all that follows it.
int nearest_of_floats(const std::vector<float>& d) {
    int best = -1;
    float least = 0;
    for (int i = 0; i < (int)d.size(); i++) {
        if (best < 0 || d[i] < least) {
            best = i;
            least = d[i];
        }
    }
    return best;
}

// The other values are changed as well: this loop has more than its selection.
int best_of_changed(double* x, int n) {
    int best = 0;
    // selects best by x[best] >, keeps best, ties by best
    for (int i = 1; i < n; ++i) {
        x[i] += 1.0;
        if (x[i] > x[best]) best = i;
    }
    return best;
}
