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

int last_meeting(const std::vector<double>& a, const std::vector<double>& b, double tolerance,
                 double& gap) {
    int last = -1;
    double there = 0.0;
    // selects the last by last, keeps last there
    for (int i = 0; i < (int)a.size(); i++) {
        const double d = std::sqrt(a[i] * b[i] + 1.0) - 1.0;
        if (d < tolerance) {
            last = i;
            there = d;
        }
    }
    gap = there;
    return last;
}

// Where the last one began may be anywhere.
int last_meeting_from(const int* a, int n, int already) {
    int last = already;
    for (int i = 0; i < n; i++)
        if (a[i] < 0) last = i;
    return last;
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

// --- running sums and the like ---

void running_sums(const double* weights, double* sums, std::size_t count) {
    if (count == 0) return;
    sums[0] = weights[0];
    // scans sums[i - 1] by + reassociating
    for (std::size_t i = 1; i < count; ++i) {
        sums[i] = sums[i - 1] + weights[i];
    }
}

void accumulated(std::vector<long>& a) {
    // scans a[i - 1] by +
    for (std::size_t i = 1; i < a.size(); ++i) a[i] += a[i - 1];
}

std::vector<long> block_starts(const std::vector<int>& lengths) {
    std::vector<long> starts(lengths.size() + 1);
    starts[0] = 0;
    // scans starts[b] by +
    for (std::size_t b = 0; b < lengths.size(); b++) {
        const int length = lengths[b] & 1023;
        starts[b + 1] = starts[b] + length;
    }
    return starts;
}

void highest_so_far(const int* level, int* mark, int n) {
    // scans mark[i - 1] by max
    for (int i = 1; i < n; ++i) mark[i] = std::max(mark[i - 1], level[i]);
}

void decode_differences(std::vector<std::uint32_t>& words) {
    std::uint32_t last = 0;
    // runs last by ^
    for (std::size_t i = 0; i < words.size(); ++i) {
        last ^= words[i];
        words[i] = last;
    }
}

std::vector<int> nesting_depths(const std::vector<std::uint8_t>& marks) {
    std::vector<int> depth(marks.size());
    int d = 0;
    // runs d by +
    for (std::size_t i = 0; i < marks.size(); i++) {
        if (marks[i] == 1) d++;
        if (marks[i] == 2) d--;
        depth[i] = d;
    }
    return depth;
}

std::vector<int> new_places(const std::vector<int>& values, int limit, int& kept_in_all) {
    std::vector<int> place(values.size(), -1);
    int kept = 0;
    // runs kept by +
    for (std::size_t i = 0; i < values.size(); i++) {
        if (values[i] >= limit) {
            place[i] = kept;
            kept = kept + 1;
        }
    }
    kept_in_all = kept;
    return place;
}

int packed(const int* x, int n, int limit, int* out) {
    int count = 0;
    // packs by count
    for (int i = 0; i < n; ++i) {
        if (x[i] > limit) out[count++] = x[i];
    }
    return count;
}

int packed_pairs(const std::vector<double>& x, double limit, std::vector<double>& out,
                 std::vector<int>& where) {
    int count = 0;
    // packs by count
    for (int i = 0; i < (int)x.size(); ++i) {
        const double y = x[i] * x[i] + 1.0;
        if (y > limit) {
            out[count] = y;
            where[count] = i;
            ++count;
        }
    }
    return count;
}

std::vector<long> running_total(const std::vector<int>& deposits) {
    std::vector<long> balance;
    long sum = 0;
    // appends to balance
    // runs sum by +
    for (int d : deposits) {
        sum += d;
        balance.push_back(sum);
    }
    return balance;
}

// Another rounding of the sum would keep other elements.
std::vector<double> levels_above(const std::vector<double>& x, double limit) {
    std::vector<double> above;
    double sum = 0;
    // appends to above
    for (std::size_t i = 0; i < x.size(); ++i) {
        sum += x[i];
        if (sum > limit) above.push_back(x[i]);
    }
    return above;
}

// Where an element goes cannot be told from the element.
int packed_elements(const std::vector<int>& x, int* out) {
    int count = 0;
    for (int v : x) {
        if (v > 0) out[count++] = v;
    }
    return count;
}

// What is carried is scaled: not one operator.
void smoothed(double* values, int count, double memory) {
    for (int i = 1; i < count; ++i)
        values[i] = memory * values[i - 1] + (1.0 - memory) * values[i];
}

// Two elements before.
void fibonacci(unsigned* f, int n) {
    for (int i = 2; i < n; ++i) f[i] = f[i - 1] + f[i - 2];
}

// The sign of what is carried changes.
void alternating(int* f, const int* g, int n) {
    for (int i = 1; i < n; ++i) f[i] = g[i] - f[i - 1];
}

// Which element is added depends on the sum so far.
int chased(const int* next, int* seen, int n) {
    int at = 0;
    for (int i = 0; i < n; ++i) {
        at += next[at];
        seen[i] = at;
    }
    return at;
}

// Whether something is added depends on the sum so far.
int saturated(const int* x, int* level, int n) {
    int sum = 0;
    // runs sum by +
    for (int i = 0; i < n; ++i) {
        if (sum < 1000) sum += x[i];
        level[i] = sum;
    }
    return sum;
}

// A place is written after it was stepped: the next iteration may write it again.
int packed_late(const int* x, int n, int* out) {
    int count = 0;
    // runs count by +
    for (int i = 0; i < n; ++i) {
        if (x[i] > 0) count++;
        out[count] = x[i];
    }
    return count;
}

// The places do not begin where the counter begins, so that the guards would not cover them.
int packed_behind(const int* x, int n, int* out, int already) {
    int count = already;
    // packs by count
    for (int i = 0; i < n; ++i) {
        if (x[i] > 0) out[count++] = x[i];
    }
    return count;
}

// The first pass would read what only the second one writes.
int summed_products(const int* x, int n, int* y, int* sums) {
    int sum = 0;
    // runs sum by +
    for (int i = 0; i < n; ++i) {
        y[i] = x[i] * 3;
        sum += y[i];
        sums[i] = sum;
    }
    return sum;
}

// A rounded sum: truncated in every step.
int truncated(const double* x, int* sums, int n) {
    int sum = 0;
    for (int i = 0; i < n; ++i) {
        sum += x[i];
        sums[i] = sum;
    }
    return sum;
}

// --- sums into elements that the data choose ---

void fill_bins(const double* samples, std::size_t count, double low, double high, int* bins,
               int bin_count) {
    const double scale = bin_count / (high - low);
    // scatters into bins by +, index may be negative
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

void weights_by_key(const unsigned* __restrict key, const double* __restrict w, int n,
                    double* __restrict sum) {
    // scatters into sum by +
    for (int i = 0; i < n; ++i) {
        if (w[i] > 0.0) sum[key[i]] = sum[key[i]] + w[i];
    }
}

// The keys and the counts may be the same memory.
void counts_of_keys(const int* keys, int n, int* counts) {
    // scatters into counts by +, index may be negative
    for (int i = 0; i < n; ++i) counts[keys[i]]++;
}

// What was counted so far is used.
void ranks_of_keys(const unsigned char* keys, int n, long* counts, double* rank) {
    for (int i = 0; i < n; ++i) {
        counts[keys[i]]++;
        rank[i] = counts[keys[i]];
    }
}

// --- the first for which something holds ---

int first_alarm(const std::vector<double>& gauge, double alarm) {
    // searches with return
    for (int i = 0; i < (int)gauge.size(); i++) {
        double level = gauge[i];
        for (int k = 0; k < 20; k++) level = 0.5 * level + 1.0 / (1.0 + level * level);
        if (level < alarm) return i;
    }
    return -1;
}

int first_perfect(const int* list, int n) {
    // searches with return, reads beyond
    for (int i = 0; i < n; i++) {
        int sum = 0;
        for (int d = 1; d < list[i]; d++) {
            if (list[i] % d == 0) sum += d;
        }
        if (list[i] > 5 && sum == list[i]) return list[i];
    }
    return 0;
}

bool all_steep(const std::vector<double>& x) {
    bool ok = true;
    // searches with break
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (std::sqrt(x[i] * x[i] + 1.0) < 1.5) {
            ok = false;
            break;
        }
    }
    return ok;
}

std::size_t first_mismatch(const int* a, const int* b, std::size_t n) {
    std::size_t where = n;
    // searches with break, reads beyond
    for (std::size_t i = 0; i < n; ++i)
        if (a[i] != b[i]) { where = i; break; }
    return where;
}

// What was copied before the match stays.
int copied_to_zero(int* a, const int* b, int n) {
    for (int i = 0; i < n; ++i) {
        a[i] = b[i];
        if (b[i] == 0) return i;
    }
    return n;
}

// Whether the loop ends depends on all iterations before.
int first_over(const int* b, int n) {
    int sum = 0;
    // runs sum by +
    for (int i = 0; i < n; ++i) {
        sum += b[i];
        if (sum > 100) return i;
    }
    return n;
}

// A value of the iteration is needed after it.
double first_level(const std::vector<double>& gauge, double alarm) {
    for (std::size_t i = 0; i < gauge.size(); i++) {
        const double level = std::sqrt(gauge[i]);
        if (level > alarm) return level;
    }
    return 0.0;
}

// --- vectors that grow ---

struct Hit {
    int where;
    double value;
};

void doubled_above(const std::vector<int>& x, int limit, std::vector<int>& out) {
    // appends to out, unlike x
    for (int v : x) {
        if (v > limit) out.push_back(v * 2);
    }
}

std::vector<Hit> steep_places(const double* x, int n, std::vector<int>& others) {
    std::vector<Hit> found;
    // appends to found
    // appends to others
    for (int i = 0; i < n; ++i) {
        double y = x[i];
        for (int k = 0; k < 10; ++k) y = std::sqrt(y * y + 1.0);
        if (y > 3.5) found.push_back(Hit{i, y});
        else others.push_back(i);
    }
    return found;
}

// What was appended is read.
std::vector<int> primes_below(int n) {
    std::vector<int> primes;
    for (int i = 2; i < n; ++i) {
        bool is_prime = true;
        for (int p : primes)
            if (i % p == 0) is_prime = false;
        if (is_prime) primes.push_back(i);
    }
    return primes;
}

// The loop ends at the first negative value.
std::vector<int> up_to_negative(const std::vector<int>& x) {
    std::vector<int> kept;
    // appends to kept
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (x[i] < 0) break;
        kept.push_back(x[i]);
    }
    return kept;
}

// --- scratch memory ---

void row_scores(const std::vector<double>& table, int rows, int columns,
                std::vector<double>& out) {
    std::vector<double> row(columns);
    // fills row
    for (int i = 0; i < rows; ++i) {
        for (int j = 0; j < columns; ++j) row[j] = 0.5 * table[i * columns + j];
        double sum = 0.0;
        for (int j = 0; j < columns; ++j) sum += std::exp(row[j]);
        out[i] = sum;
    }
}

void most_of_digits(const unsigned* x, int n, int* most) {
    int count[16];
    // fills count
    for (int i = 0; i < n; ++i) {
        for (int d = 0; d < 16; ++d) count[d] = 0;
        for (unsigned v = x[i], k = 0; k < 8; v >>= 4, ++k) ++count[v & 15];
        int best = 0;
        for (int d = 0; d < 16; ++d) best = std::max(best, count[d]);
        most[i] = best;
    }
}

void most_of_letters(const unsigned char* text, int n, int width, int* most) {
    std::vector<int> count(256);
    // fills count
    for (int i = 0; i < n; ++i) {
        std::fill(count.begin(), count.end(), 0);
        for (int k = 0; k < width; ++k) ++count[text[i + k]];
        int best = 0;
        for (int c = 0; c < 256; ++c) best = std::max(best, count[c]);
        most[i] = best;
    }
}

// One element is what the iteration before left.
void left_over(const double* x, int n, double* out) {
    double last[4] = {0, 0, 0, 0};
    for (int i = 0; i < n; ++i) {
        for (int k = 0; k < 3; ++k) last[k] = x[i] + k;
        out[i] = last[3] + last[0];
        last[3] = x[i];
    }
}

// The last iteration's elements are read after the loop.
double read_after(const double* x, int n, double* out) {
    double last[4];
    for (int i = 0; i < n; ++i) {
        for (int k = 0; k < 4; ++k) last[k] = x[i] + k;
        out[i] = last[3] * last[0];
    }
    return last[2];
}

// Filled only sometimes.
void filled_sometimes(const double* x, int n, double* out) {
    double powers[4] = {1, 1, 1, 1};
    for (int i = 0; i < n; ++i) {
        if (x[i] > 0.0) {
            for (int k = 0; k < 4; ++k) powers[k] = x[i] * k;
        }
        out[i] = powers[3] + powers[0];
    }
}

// Elements beyond those that are filled are read.
void mirrored(const std::vector<double>& x, int n, int m, std::vector<double>& out) {
    std::vector<double> part(2 * m);
    for (int i = 0; i < n; ++i) {
        for (int k = 0; k < m; ++k) part[k] = x[i] * k;
        double sum = 0.0;
        for (int k = 0; k < m; ++k) sum += part[2 * m - 1 - k];
        out[i] = sum;
    }
}

// --- sums in the fields of a record ---

struct Moments {
    double first, second;
};

struct Range {
    double low, high;
};

struct Count {
    int all, odd, last;
};

Moments moments(const double* x, int n) {
    Moments m = {0, 0};
    // replaces m.first m.second
    for (int i = 0; i < n; i++) {
        m.first += x[i];
        m.second += x[i] * x[i];
    }
    return m;
}

Range extent(const std::vector<double>& depth) {
    Range range = {1e300, -1e300};
    // replaces range.low range.high
    for (std::size_t i = 0; i < depth.size(); i++) {
        if (depth[i] < range.low) range.low = depth[i];
        if (depth[i] > range.high) range.high = depth[i];
    }
    return range;
}

Count counted(const std::vector<int>& values) {
    Count c = {0, 0, 0};
    // replaces c.all c.odd
    for (int x : values) {
        ++c.all;
        if (x & 1) c.odd++;
    }
    return c;
}

// Every iteration uses the sum so far.
Count counted_with_ranks(const std::vector<int>& values, std::vector<int>& rank) {
    Count c = {0, 0, 0};
    // replaces c.all
    for (std::size_t i = 0; i < values.size(); ++i) {
        c.all += values[i];
        rank[i] = c.all;
    }
    return c;
}

// The whole record is used.
Count counted_and_kept(const std::vector<int>& values, std::vector<Count>& kept) {
    Count c = {0, 0, 0};
    for (std::size_t i = 0; i < values.size(); ++i) {
        c.all += values[i];
        kept[i] = c;
    }
    return c;
}

int last_odd(const std::vector<int>& values) {
    int last = 0;
    for (int value : values)
        if (value % 2 == 1) last = value;
    return last;
}

double last_level(const double* levels, int n, double limit, int* where) {
    double level = 0.0;
    int at = -1;
    for (int i = 0; i < n; ++i) {
        const double loud = std::log(1.0 + levels[i] * levels[i]);
        if (loud > limit) {
            at = i;
            level = loud;
        } else if (loud < 0.01) {
            level = 0.0;
        }
    }
    *where = at;
    return level;
}

int last_step_up(const int* x, int n) {
    int last = 0;
    for (int i = 0; i < n; ++i)
        if (x[i] > last) last = x[i] / 2;
    return last;
}

int latest_alarm(const std::vector<double>& gauge, double alarm) {
    // searches with return
    for (int i = (int)gauge.size() - 1; i >= 0; i--) {
        double level = gauge[i];
        for (int k = 0; k < 20; k++) level = 0.5 * level + 1.0 / (1.0 + level * level);
        if (level < alarm) return i;
    }
    return -1;
}

std::size_t without_zeros_at_the_end(const double* x, std::size_t n) {
    std::size_t length = 0;
    // searches with break, reads beyond
    for (std::size_t i = n; i > 1; --i) {
        if (x[i - 1] != 0.0) {
            length = i;
            break;
        }
    }
    return length;
}
