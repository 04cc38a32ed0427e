// Each number of two digits or more is changed in turn. Where that changes the code of a function
// k_… as compiled, what PCG says the function depends on must have changed as well.
#include <algorithm>
#include <numeric>
#include <vector>
#define SQUARE(x) ((x) * (x) + 11)
#define CALL(name, x) name##_impl(x)
namespace physics {
enum class Kind : int { Light = 12, Heavy = 17 };
constexpr double factor(Kind k) { return k == Kind::Light ? 14.0 : 15.0; }
struct Base {
    virtual ~Base() = default;
    virtual double weight(int i) const { return i * 21.0; }
    double shared(int i) const { return weight(i) + 22.0; }
};
struct Special final : Base {
    double weight(int i) const override { return i * 23.0; }
};
struct Vec {
    double x = 24.0;
    Vec() = default;
    Vec(double a) : x(a + 25.0) {}
    Vec(const Vec& other) : x(other.x + 26.0) {}
    Vec& operator=(const Vec& other) { x = other.x - 27.0; return *this; }
    operator double() const { return x * 28.0; }
    double norm() const { return x * 29.0; }
};
Vec operator+(const Vec& a, const Vec& b) { return Vec(a.x + b.x + 31.0); }
bool operator<(const Vec& a, const Vec& b) { return a.x * 32.0 < b.x; }
void swap(Vec& a, Vec& b) { double t = a.x + 33.0; a.x = b.x; b.x = t; }
template <class T> struct Traits { static constexpr int width = 34; };
template <> struct Traits<float> { static constexpr int width = 35; };
template <class T> T scale(T v) { return v * Traits<T>::width; }
int twist_impl(int x) { return x + 36; }
}  // namespace physics
namespace {
struct Counter {
    int state = 41;
    int next() { return state += 42; }
    ~Counter();
};
int counted = 43;
Counter::~Counter() { counted += 44; }
auto ratio = [](double a) { return a / 45.0; };
struct Table { int cells[4] = {46, 47}; int operator[](int i) const { return cells[i & 3] + 48; } };
const Table table;
struct Less { bool operator()(int a, int b) const { return a + 51 < b; } };
struct Iterator {
    int at;
    int operator*() const { return at * 52; }
    Iterator& operator++() { at += 53; return *this; }
    bool operator!=(const Iterator& other) const { return at < other.at; }
};
struct Range { int n; Iterator begin() const { return {54}; } Iterator end() const { return {n * 55}; } };
struct Stranger { int unused() const { return 56; } };
}  // namespace
using namespace physics;
double k_virtual(const Base& b, int n) { double s = 0; for (int i = 0; i < n; ++i) s += b.shared(i); return s; }
double k_special(int n) { Special one; double s = 0; for (int i = 0; i < n; ++i) s += one.shared(i); return s; }
const Vec& k_least(const std::vector<Vec>& v) { return *std::min_element(v.begin(), v.end()); }
double k_sum(const std::vector<Vec>& v) { return std::accumulate(v.begin(), v.end(), Vec()).norm(); }
double k_convert(const std::vector<Vec>& v) { double s = 0; for (const auto& one : v) s += one; return s; }
float k_template(float* a, int n) { float s = 0; for (int i = 0; i < n; ++i) s += scale(a[i]); return s; }
int k_macro(const int* a, int n) { int s = 0; for (int i = 0; i < n; ++i) s += SQUARE(a[i]); return s; }
int k_paste(const int* a, int n) { int s = 0; for (int i = 0; i < n; ++i) s += CALL(twist, a[i]); return s; }
int k_object(int n) { int s = 0; for (int i = 0; i < n; ++i) { Counter c; s += c.next(); } return s; }
double k_lambda(const double* a, int n) { double s = 0; for (int i = 0; i < n; ++i) s += ratio(a[i]); return s; }
int k_table(int n) { int s = 0; for (int i = 0; i < n; ++i) s += table[i]; return s; }
bool k_ordered(const int* a, int n) { return std::is_sorted(a, a + n, Less()); }
int k_range(int n) { int s = 0; for (int one : Range{n}) s += one; return s; }
double k_enum(int n) { double s = 0; for (int i = 0; i < n; ++i) s += factor(Kind(i)); return s; }
void k_reverse(std::vector<Vec>& v) { std::reverse(v.begin(), v.end()); }
int k_plain(const int* a, int n) { int s = 0; for (int i = 0; i < n; ++i) s += a[i]; return s; }
