// Rows whose bounds are read from memory: a loop over the bounds tells whether they are apart.
#include <cstddef>
#include <cstdlib>
#include <vector>

void scaled_rows(double* __restrict vals, const int* offsets, int n) {
    for (int r = 0; r < n; ++r)  // expect: parallel assuming rows: offsets[r] <= offsets[r + 1]
        for (int k = offsets[r]; k < offsets[r + 1]; ++k)  // expect: parallel
            vals[k] *= 2.0;
}

void scaled_by_another(double* vals, const int* offsets, const double* d, int n) {
    for (int r = 0; r < n; ++r)  // expect: parallel assuming rows: offsets[r] <= offsets[r + 1] && (offsets[r] == offsets[r + 1] || vals + offsets[r + 1] <= d || d + n <= vals + offsets[r])
        for (int k = offsets[r]; k < offsets[r + 1]; ++k)  // expect: parallel assuming (vals + (offsets[r + 1]) <= d + r || d + r + 1 <= vals + (offsets[r]))
            vals[k] *= d[r];
}

void begins_and_ends(double* __restrict vals, const long* begin, const long* end, int first, int n) {
    for (int r = first; r < n; ++r)  // expect: parallel assuming rows: begin[r] <= end[r] && (r == first || end[r - 1] <= begin[r])
        for (long k = begin[r]; k < end[r]; ++k)  // expect: parallel
            vals[k] = 0.0;
}

void named_bounds(std::vector<double>& vals, const std::vector<std::size_t>& offsets) {
    for (std::size_t r = 0; r + 1 < offsets.size(); ++r) {  // expect: parallel-with canonical-header assuming rows: offsets[r] <= offsets[r + 1]
        const std::size_t begin = offsets[r];
        const std::size_t end = offsets[r + 1];
        for (std::size_t k = begin; k < end; ++k)  // expect: parallel
            vals[k] = 2.0 - vals[k];
    }
}

void named_bounds_of(std::vector<double>& vals, const std::vector<std::size_t>& offsets, std::size_t n) {
    for (std::size_t r = 0; r < n; ++r) {  // expect: parallel assuming rows: offsets[r] <= offsets[r + 1]
        const std::size_t begin = offsets[r];
        const std::size_t end = offsets[r + 1];
        double sum = 0.0;
        for (std::size_t k = begin; k < end; ++k)  // expect: parallel-with reduction(+:sum)
            sum += vals[k];
        for (std::size_t k = begin; k < end; ++k)  // expect: parallel
            vals[k] /= sum;
    }
}

void triples(double* __restrict f, const int* offsets, int n) {
    for (int r = 0; r < n; ++r)  // expect: parallel assuming rows: offsets[r] <= offsets[r + 1]
        for (int k = offsets[r]; k < offsets[r + 1]; ++k)  // expect: parallel collapse 2
            for (int c = 0; c < 3; ++c)  // expect: parallel
                f[3 * k + c] = 0.0;
}

struct Boxes {
    int count;
    const int* atoms;
    double (*force)[3];
};

void boxes(double (*__restrict f)[3], const int* atoms, int count) {
    for (int box = 0; box < count; ++box)  // expect: parallel assuming rows: atoms[box] <= 64
        for (int i = 0; i < atoms[box]; ++i)  // expect: parallel
            f[64 * box + i][0] = 0.0;
}

void boxes_of_any_size(double* __restrict f, const int* atoms, int width, int count) {
    for (int box = 0; box < count; ++box)  // expect: parallel assuming rows: atoms[box] <= width
        for (int i = 0; i < atoms[box]; ++i)  // expect: parallel
            f[width * box + i] = 0.0;
}

class Matrix {
public:
    void scale(double factor);

private:
    std::vector<int> starts_;
    std::vector<double> values_;
    int rows_;
};

void Matrix::scale(double factor) {
    for (int r = 0; r < rows_; ++r)  // expect: parallel assuming rows: this->starts_[r] <= this->starts_[r + 1]
        for (int k = starts_[r]; k < starts_[r + 1]; ++k)  // expect: parallel
            values_[k] *= factor;
}

void unsigned_rows(double* __restrict vals, const unsigned* offsets, unsigned n) {
    for (unsigned r = 0; r < n; ++r)  // expect: parallel assuming rows: offsets[r] <= offsets[r + 1]
        for (unsigned k = offsets[r]; k < offsets[r + 1]; ++k)  // expect: parallel
            vals[k] = 1.0;
}

// Counters that are declared before the loops, as in C.
void old_style(double* __restrict vals, const int* offsets, int n) {
    int r, k;
    for (r = 0; r < n; r++)  // expect: parallel-with private(k) assuming rows: offsets[r] <= offsets[r + 1]
        for (k = offsets[r]; k < offsets[r + 1]; k++)  // expect: parallel
            vals[k] = 1.0;
}

// A row may be empty, so that rows that far apart that the index wraps around are not excluded.
void boxes_far_apart(double* __restrict f, const std::size_t* atoms, std::size_t width, std::size_t count) {
    for (std::size_t box = 0; box < count; ++box)  // expect: parallel assuming width <= 2147483647 && rows: atoms[box] <= width
        for (std::size_t i = 0; i < atoms[box]; ++i)  // expect: parallel
            f[width * box + i] += 1.0;
}

#define FIRST low ? 1 : 0
void first_by_a_macro(double* __restrict vals, const int* begin, const int* end, int low, int n) {
    for (int r = FIRST; r < n; ++r)  // expect: parallel assuming rows: begin[r] <= end[r] && (r == (FIRST) || end[r - 1] <= begin[r])
        for (int k = begin[r]; k < end[r]; ++k)  // expect: parallel
            vals[k] = 0.0;
}

// --- not so ---------------------------------------------------------------------------------------

// The next row's first element is read, or written.
void one_past(double* __restrict vals, const int* offsets, int n) {
    for (int r = 0; r < n; ++r)  // expect: refused
        for (int k = offsets[r]; k < offsets[r + 1]; ++k)  // expect: refused
            vals[k] = vals[k + 1];
}

void closed(double* __restrict vals, const int* offsets, int n) {
    for (int r = 0; r < n; ++r)  // expect: refused
        for (int k = offsets[r]; k <= offsets[r + 1]; ++k)  // expect: parallel
            vals[k] *= 2.0;
}

void first_of_the_next(double* __restrict vals, const int* offsets, int n) {
    for (int r = 0; r < n; ++r) {  // expect: refused
        double next = vals[offsets[r + 1]];
        for (int k = offsets[r]; k < offsets[r + 1]; ++k)  // expect: parallel
            vals[k] = next;
    }
}

// Another row's elements are read.
void neighbours(double* __restrict vals, const int* offsets, int n) {
    for (int r = 1; r < n; ++r) {  // expect: refused
        double sum = 0.0;
        for (int k = offsets[r - 1]; k < offsets[r]; ++k)  // expect: parallel-with reduction(+:sum)
            sum += vals[k];
        for (int k = offsets[r]; k < offsets[r + 1]; ++k)  // expect: parallel
            vals[k] = sum;
    }
}

void two_kinds_of_rows(double* __restrict vals, const int* a, const int* b, int n) {
    for (int r = 0; r < n; ++r) {  // expect: refused
        for (int k = a[r]; k < a[r + 1]; ++k)  // expect: parallel
            vals[k] = 1.0;
        for (int k = b[r]; k < b[r + 1]; ++k)  // expect: parallel
            vals[k] = 2.0;
    }
}

// What is looked at is not what the loop will read.
void written_bounds(double* __restrict vals, int* __restrict offsets, int n) {
    for (int r = 0; r < n; ++r) {  // expect: refused
        offsets[r] = r;
        for (int k = offsets[r]; k < offsets[r + 1]; ++k)  // expect: parallel
            vals[k] = 0.0;
    }
}

void counted_here(double* __restrict vals, const int* begin, int* __restrict count, int n) {
    for (int r = 0; r < n; ++r) {  // expect: refused
        count[r] = begin[r] + 2;
        for (int k = begin[r]; k < count[r]; ++k)  // expect: parallel
            vals[k] = 0.0;
    }
}

void may_be_the_bounds(int* vals, const int* offsets, int n) {
    for (int r = 0; r < n; ++r)  // expect: parallel assuming rows: offsets[r] <= offsets[r + 1] && (offsets[r] == offsets[r + 1] || vals + offsets[r + 1] <= offsets || offsets + n + 1 <= vals + offsets[r])
        for (int k = offsets[r]; k < offsets[r + 1]; ++k)  // expect: parallel assuming (vals + (offsets[r + 1]) <= offsets + r + 1 || offsets + r + 2 <= vals + (offsets[r]))
            vals[k] = 0;
}

void both_in_rows(double* vals, const double* from, const int* offsets, int n) {
    for (int r = 0; r < n; ++r)  // expect: parallel assuming (`vals` and `from` do not overlap) && rows: offsets[r] <= offsets[r + 1]
        for (int k = offsets[r]; k < offsets[r + 1]; ++k)  // expect: parallel assuming (vals + (offsets[r + 1]) <= from + (offsets[r]) || from + (offsets[r + 1]) <= vals + (offsets[r]))
            vals[k] = from[k];
}

void bytes_of_bounds(unsigned char* vals, const int* offsets, int n) {
    for (int r = 0; r < n; ++r)  // expect: parallel assuming rows: offsets[r] <= offsets[r + 1] && (offsets[r] == offsets[r + 1] || (const void *)(vals + offsets[r + 1]) <= (const void *)(offsets) || (const void *)(offsets + n + 1) <= (const void *)(vals + offsets[r]))
        for (int k = offsets[r]; k < offsets[r + 1]; ++k)  // expect: parallel assuming ((const void *)(vals + (offsets[r + 1])) <= (const void *)(offsets + r + 1) || (const void *)(offsets + r + 2) <= (const void *)(vals + (offsets[r])))
            vals[k] = 0;
}

// What the loop does not read must not be looked at.
void active_rows(double* __restrict vals, const int* offsets, const int* active, int n) {
    for (int r = 0; r < n; ++r) {  // expect: refused
        if (active[r])
            for (int k = offsets[r]; k < offsets[r + 1]; ++k)  // expect: parallel
                vals[k] = 0.0;
    }
}

void skipped_rows(double* __restrict vals, const int* offsets, const int* active, int n) {
    for (int r = 0; r < n; ++r) {  // expect: refused
        if (!active[r]) continue;
        for (int k = offsets[r]; k < offsets[r + 1]; ++k)  // expect: parallel
            vals[k] = 0.0;
    }
}

// An assertion that fails ends the program in parallel, too, where later rows may be at work.
void asserted(double* __restrict vals, const int* offsets, int n, int limit) {
    for (int r = 0; r < n; ++r) {  // expect: parallel assuming rows: offsets[r] <= offsets[r + 1]
        if (r >= limit) std::abort();
        for (int k = offsets[r]; k < offsets[r + 1]; ++k)  // expect: parallel
            vals[k] = 0.0;
    }
}

double checked(double value) {
    if (value < 0.0) std::abort();
    return value;
}

void asserted_by_callee(double* __restrict vals, const int* offsets, int n) {
    for (int r = 0; r < n; ++r)  // expect: parallel assuming rows: offsets[r] <= offsets[r + 1]
        for (int k = offsets[r]; k < offsets[r + 1]; ++k)  // expect: parallel
            vals[k] = checked(vals[k]);
}

void until_the_end(double* __restrict vals, const int* offsets, int n, int limit) {
    for (int r = 0; r < n; ++r) {  // expect: parallel assuming rows: offsets[r] <= offsets[r + 1] && (program-goes-on)
        if (r >= limit) std::exit(0);
        for (int k = offsets[r]; k < offsets[r + 1]; ++k)  // expect: parallel
            vals[k] = 0.0;
    }
}

// Rows in other loops, by bounds that every iteration reads.
void boxes(double* __restrict u, const double* __restrict x, const int* atoms, const int* near,
           int count, int neighbours) {
    for (int b = 0; b < count; ++b) {  // expect: parallel assuming rows: 64 * b <= (64 * b) + atoms[b] && (b == 0 || (64 * (b - 1)) + atoms[b - 1] <= 64 * b)
        const int own = atoms[b];
        for (int t = 0; t < neighbours; ++t) {  // expect: refused
            const int other = near[neighbours * b + t];
            const int theirs = atoms[other];
            for (int i = 64 * b; i < 64 * b + own; ++i)  // expect: parallel
                for (int j = 64 * other; j < 64 * other + theirs; ++j)  // expect: refused
                    u[i] += x[j];
        }
    }
}

void rows_of_a_pass(double* __restrict vals, const int* offsets, int n, int passes) {
    for (int r = 0; r < n; ++r)  // expect: refused
        for (int pass = 0; pass < passes; ++pass)  // expect: refused
            for (int k = offsets[r]; k < offsets[r + 1]; ++k)  // expect: parallel
                vals[k] += pass;
}

void rows_by_the_pass(double* __restrict vals, const int* offsets, int n, int passes) {
    for (int r = 0; r < n; ++r)  // expect: refused
        for (int pass = 0; pass < passes; ++pass) {  // expect: parallel assuming rows: offsets[r + pass] <= offsets[(r + pass) + 1] && (pass == 0 || offsets[(r + (pass - 1)) + 1] <= offsets[r + pass])
            const int first = offsets[r + pass], end = offsets[r + pass + 1];
            for (int k = first; k < end; ++k)  // expect: parallel
                vals[k] += pass;
        }
}

void end_of_a_wider_type(double* __restrict vals, const int* lengths, long n) {
    for (long r = 0; r < n; ++r) {  // expect: refused
        const long length = lengths[r];
        for (long k = 64 * r; k < 64 * r + length; ++k)  // expect: parallel
            vals[k] = 0.0;
    }
}

void rows_of_known_width(double* __restrict vals, const long* lengths, long n) {
    for (long r = 0; r < n; ++r) {  // expect: parallel assuming rows: 64L * r <= (64L * r) + lengths[r] && (r == 0 || (64L * (r - 1)) + lengths[r - 1] <= 64L * r)
        const long width = 64;
        const long length = lengths[r];
        for (long k = width * r; k < width * r + length; ++k)  // expect: parallel
            vals[k] = 0.0;
    }
}

#define EACH_PASS                             \
    for (int pass = 0; pass < passes; ++pass) \
        for (int k = offsets[r]; k < offsets[r + 1]; ++k) vals[k] += pass

// All that a macro makes stands in one place: what of it every iteration reads is not told.
void rows_of_a_pass_by_macro(double* __restrict vals, const int* offsets, int n, int passes) {
    for (int r = 0; r < n; ++r) EACH_PASS;  // expect: refused
}

#define ROOM 64
#define WIDTH 8 * 8
enum { PLACES = 32 };

void named_by_macros(double* __restrict u, double* __restrict v, const int* atoms, int count) {
    for (int b = 0; b < count; ++b) {  // expect: parallel assuming rows: ROOM * b <= (ROOM * b) + atoms[b] && (b == 0 || (ROOM * (b - 1)) + atoms[b - 1] <= ROOM * b)
        const int own = atoms[b];
        for (int i = ROOM * b; i < ROOM * b + own; ++i)  // expect: parallel
            u[i] = 0.0;
    }
    for (int b = 0; b < count; ++b) {  // expect: parallel assuming rows: PLACES * b <= (PLACES * b) + atoms[b] && (b == 0 || (PLACES * (b - 1)) + atoms[b - 1] <= PLACES * b)
        const int own = atoms[b];
        for (int i = PLACES * b; i < PLACES * b + own; ++i)  // expect: parallel
            u[i] = 0.0;
    }
    for (int b = 0; b < count; ++b) {  // expect: parallel assuming rows: b * (8 * 8) <= (b * (8 * 8)) + atoms[b] && (b == 0 || ((b - 1) * (8 * 8)) + atoms[b - 1] <= b * (8 * 8))
        const int own = atoms[b];
        const int width = WIDTH;
        for (int i = b * width; i < b * width + own; ++i)  // expect: parallel
            v[i] = 0.0;
    }
}

void named_in_another_type(double* __restrict u, const long* atoms, long count) {
    for (long b = 0; b < count; ++b) {  // expect: parallel assuming rows: 64L * b <= (64L * b) + atoms[b] && (b == 0 || (64L * (b - 1)) + atoms[b - 1] <= 64L * b)
        const long width = ROOM;
        const long own = atoms[b];
        for (long i = width * b; i < width * b + own; ++i)  // expect: parallel
            u[i] = 0.0;
    }
}

struct Grid {
    int count;
    int* atoms;
};

struct System {
    Grid* grid;
    Grid own;
    double* energy;
};

void led_to_by_members(System* s, double* __restrict u) {
    for (int b = 0; b < s->grid->count; ++b) {  // expect: parallel assuming rows: 64 * b <= (64 * b) + s->grid->atoms[b] && (b == 0 || (64 * (b - 1)) + s->grid->atoms[b - 1] <= 64 * b)
        const int own = s->grid->atoms[b];
        for (int i = 64 * b; i < 64 * b + own; ++i)  // expect: parallel
            u[i] = 0.0;
    }
}

void parts_of_members(System& s, double* __restrict u) {
    for (int b = 0; b < s.own.count; ++b) {  // expect: parallel assuming rows: 64 * b <= (64 * b) + s.own.atoms[b] && (b == 0 || (64 * (b - 1)) + s.own.atoms[b - 1] <= 64 * b)
        const int own = s.own.atoms[b];
        for (int i = 64 * b; i < 64 * b + own; ++i)  // expect: parallel
            u[i] = 0.0;
    }
}

void another_grid_each_time(System* s, Grid* const* grids, double* __restrict u, int count) {
    for (int b = 0; b < count; ++b) {  // expect: refused
        s->grid = grids[b];
        const int own = s->grid->atoms[b];
        for (int i = 64 * b; i < 64 * b + own; ++i)  // expect: parallel
            u[i] = 0.0;
    }
}

// Counters that may wrap around, or are compared in another type.
void mixed_types(double* __restrict vals, const int* begin, const unsigned* end, int n) {
    for (int r = 0; r < n; ++r)  // expect: refused
        for (int k = begin[r]; k < end[r]; ++k)  // expect: refused
            vals[k] = 0.0;
}

void narrow_counter(double* __restrict vals, const int* offsets, int n) {
    for (int r = 0; r < n; ++r)  // expect: refused
        for (unsigned char k = offsets[r]; k < offsets[r + 1]; ++k)  // expect: refused
            vals[k] = 0.0;
}

void wrapped_index(double* __restrict vals, const unsigned* offsets, unsigned shift, int n) {
    for (int r = 0; r < n; ++r)  // expect: refused
        for (unsigned k = offsets[r]; k < offsets[r + 1]; ++k)  // expect: refused
            vals[k * shift] = 0.0;
}

void every_other(double* __restrict vals, const int* offsets, int n) {
    for (int r = 0; r < n; ++r)  // expect: refused
        for (int k = offsets[r]; k < offsets[r + 1]; k += 2)  // expect: parallel
            vals[k] = 0.0;
}

void smaller_boxes(double* __restrict f, const int* atoms, int count) {
    for (int box = 0; box < count; ++box)  // expect: parallel assuming rows: atoms[box] <= 32
        for (int i = 0; i < atoms[box]; ++i)  // expect: parallel
            f[64 * box + 2 * i + 1] = f[64 * box + 2 * i];
}

void next_box(double* __restrict f, const int* atoms, int count) {
    for (int box = 0; box < count; ++box)  // expect: refused
        for (int i = 0; i < atoms[box]; ++i)  // expect: refused
            f[64 * box + i] = f[64 * box + 64];
}

void permuted(double* __restrict vals, const int* where, const int* offsets, int n) {
    for (int r = 0; r < n; ++r)  // expect: refused
        for (int k = offsets[r]; k < offsets[r + 1]; ++k)  // expect: refused
            vals[where[k]] = 0.0;
}

// From the last row to the first one.
void backwards(double* __restrict vals, const int* offsets, int n) {
    for (int r = n - 1; r >= 0; --r)  // expect: refused
        for (int k = offsets[r]; k < offsets[r + 1]; ++k)  // expect: parallel
            vals[k] = 0.0;
}

// Several threads may change what is looked at, or the bounds change with what the loop writes.
void volatile_bounds(double* __restrict vals, const volatile int* offsets, int n) {
    for (int r = 0; r < n; ++r)  // expect: refused
        for (int k = offsets[r]; k < offsets[r + 1]; ++k)  // expect: refused
            vals[k] = 0.0;
}

struct Rows {
    int first;
    int end;
};

void bounds_in_structs(double* __restrict vals, const Rows* rows, int n) {
    for (int r = 0; r < n; ++r)  // expect: refused
        for (int k = rows[r].first; k < rows[r].end; ++k)  // expect: parallel
            vals[k] = 0.0;
}

void moved_bounds(double* __restrict vals, const int* offsets, int n) {
    for (int r = 0; r < n; ++r) {  // expect: refused
        for (int k = offsets[r]; k < offsets[r + 1]; ++k)  // expect: parallel
            vals[k] = 0.0;
        offsets += 1;
    }
}

void changing_shift(double* __restrict vals, const int* offsets, int n) {
    int shift = 0;
    for (int r = 0; r < n; ++r) {  // expect: refused
        for (int k = offsets[r] + shift; k < offsets[r + 1] + shift; ++k)  // expect: parallel
            vals[k] = 0.0;
        shift -= offsets[r];
    }
}

void counter_in_the_body(double* __restrict vals, const int* offsets, int n) {
    for (int r = 0; r < n; ++r)  // expect: refused
        for (int k = offsets[r]; k < offsets[r + 1]; ++k) {  // expect: refused
            vals[k] = 0.0;
            if (vals[k + 1] > 0.0) --k;
        }
}

int limit_of(int r);

void called_bounds(double* __restrict vals, const int* offsets, int n) {
    for (int r = 0; r < n; ++r)  // expect: refused
        for (int k = offsets[r]; k < limit_of(r); ++k)  // expect: refused
            vals[k] = 0.0;
}

// The counter's first value is another number than what it is set to: no row is taken for the first.
void long_first(double* __restrict vals, const int* begin, const int* end, long first, int n) {
    for (int r = first; r < n; ++r)  // expect: refused
        for (int k = begin[r]; k < end[r]; ++k)  // expect: parallel
            vals[k] = 0.0;
}

void fractional_first(double* __restrict vals, const int* begin, const int* end, double first, int n) {
    for (int r = first; r < n; ++r)  // expect: refused
        for (int k = begin[r]; k < end[r]; ++k)  // expect: parallel
            vals[k] = 0.0;
}

void wrapped_first(double* __restrict vals, const int* begin, const int* end, unsigned char n) {
    for (unsigned char r = 256; r < n; ++r)  // expect: refused
        for (int k = begin[r]; k < end[r]; ++k)  // expect: parallel
            vals[k] = 0.0;
}

void negative_first(double* __restrict vals, const int* begin, const int* end, signed char first, unsigned short n) {
    for (unsigned short r = first; r < n; ++r)  // expect: refused
        for (int k = begin[r]; k < end[r]; ++k)  // expect: parallel
            vals[k] = 0.0;
}

// Looking would count as well.
int started;
int next_start() { return started++; }

void counted_first(double* __restrict vals, const int* begin, const int* end, int n) {
    for (int r = next_start(); r < n; ++r)  // expect: refused
        for (int k = begin[r]; k < end[r]; ++k)  // expect: parallel
            vals[k] = 0.0;
}

// Before the loop the bounds are elsewhere, unless what it sets first is other memory.
void set_before_it_is_read(double* __restrict vals, int* flags, const int* where, const long* begin, const long* end, int n) {
    for (int r = 0; r < n; ++r) {  // expect: refused
        flags[r] = 0;
        for (long k = begin[where[r]]; k < end[where[r]]; ++k)  // expect: parallel
            vals[k] = 0.0;
    }
}

struct Held {
    const int* offsets;
    int count;
};

void pointer_set_before_it_is_read(double* __restrict vals, const int** set, const Held* held, const int* to, int n) {
    for (int r = 0; r < n; ++r) {  // expect: refused
        set[r] = to;
        for (int k = held->offsets[r]; k < held->offsets[r + 1]; ++k)  // expect: parallel
            vals[k] = 0.0;
    }
}

// The loop may end earlier than it seems before it.
void count_set_in_the_loop(double* __restrict vals, int* flags, const Held* held, const long* offsets) {
    for (int r = 0; r < held->count; ++r) {  // expect: refused
        flags[r] = 1;
        for (long k = offsets[r]; k < offsets[r + 1]; ++k)  // expect: parallel
            vals[k] = 0.0;
    }
}

int rows_in_all;

void count_in_a_row(int* vals, const int* offsets) {
    for (int r = 0; r < rows_in_all; ++r)  // expect: refused
        for (int k = offsets[r]; k < offsets[r + 1]; ++k)  // expect: parallel assuming (vals + (offsets[r + 1]) <= offsets + r + 1 || offsets + r + 2 <= vals + (offsets[r]))
            vals[k] = 0;
}

// Bounds that the exact test knows: a look at the rows would tell no more.
void known_bounds(int n, double k, double** a) {
    for (int i = 0; i < n; i++) { // expect: refused
        for (int j = i; j < i + 3; ++j) { // expect: parallel assuming (no two pointers of `a[]` lead to memory that overlaps)
            a[j + 2][1] = k;
        }
    }
}
