// Effects of functions. A definition's line ends in `// expect: …`, as
// tests/unit/analysis/test_effects.py renders them; `-` for a function without effects.
#include <algorithm>
#include <array>
#include <cassert>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iostream>
#include <map>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

double shared_value;
double* shared_pointer;
const double table[4] = {1.0, 2.0, 3.0, 4.0};
thread_local int mine;

struct Node {
    Node* next;
    double value;
};
struct Point {
    double x, y;
    double length() const { return std::sqrt(x * x + y * y); }  // expect: reads(-1)
    void move(double dx) { x += dx; }  // expect: reads(-1) writes(-1)
};
struct Counted {
    int id;
    Counted();
    Counted(int i) : id(i) { shared_value += 1.0; }  // expect: reads(-1) writes(-1) reads-global(shared_value) writes-global(shared_value)
};
struct Shape {
    virtual ~Shape();
    virtual double area() const;
};
double unseen(double x);
double unseen_noexcept(double x) noexcept;

// --- the function itself ---
double square(double x) { return x * x; }  // expect: -
double norm(double x, double y) { return std::hypot(x, y) + std::pow(x, 2.0); }  // expect: -
double looked_up(int i) { return table[i]; }  // expect: -
double checked(double x) { assert(x > 0.0); return std::sqrt(x); }  // expect: -
double reads_global(double x) { return x * shared_value; }  // expect: reads-global(shared_value)
void writes_global(double x) { shared_value = x; }  // expect: reads-global(shared_value) writes-global(shared_value)
int counts() { static int n = 0; return ++n; }  // expect: static(n) reads-global(n)
int first_call_decides(int x) { static int n = x; return n; }  // expect: static(n) reads-global(n)
int constant_static() { static const int n = 3; return n; }  // expect: -
void per_thread() { ++mine; }  // expect: static(mine) reads-global(mine)
int random_number() { return std::rand(); }  // expect: static(rand)
double gamma_logarithm(double x) { return std::lgamma(x); }  // expect: static(lgamma)
long ticks() { return std::chrono::steady_clock::now().time_since_epoch().count(); }  // expect: static(the clock) unknown throws
double volatile_read(volatile double& x) { return x; }  // expect: static(volatile x)

// --- parameters ---
double element(const double* a, int i) { return a[i]; }  // expect: reads(0)
void store(double* a, int i) { a[i] = 0.0; }  // expect: reads(0) writes(0)
void output(double& x) { x = 1.0; }  // expect: reads(0) writes(0)
void shifted(double* a, int n) { double* p = a + n; *p = 1.0; }  // expect: reads(0) writes(0)
void either(double* a, double* b, bool c) { *(c ? a : b) = 1.0; }  // expect: reads(0) reads(1) writes(0) writes(1)
void swapped(double* a, double* b) { std::swap(a, b); a[0] = 1.0; }  // expect: reads(0) reads(1) reads-unnamed writes(0) writes(1) writes-unnamed
void copies(double* to, const double* from) { std::memcpy(to, from, 8); }  // expect: reads(1) writes(0)
void in_vector(std::vector<double>& v) { v[0] = v.size(); }  // expect: reads(0) writes(0)
void in_span(std::span<double> s) { s[0] = 1.0; }  // expect: reads(0) writes(0)
double by_value(std::vector<double> v) { v[0] = 2.0; return v[0]; }  // expect: -
void through_local_reference(double* a) { double& r = a[2]; r = 1.0; }  // expect: reads(0) writes(0)
void redirected(double* a, double* b) { double* p = a; double** q = &p; *q = b; *p = 1.0; }  // expect: reads(0) reads-unnamed writes(0) writes-unnamed
double linked(const Node* n) { return n->next->value; }  // expect: reads(0) reads-unnamed
void link(Node* n) { n->next->value = 1.0; }  // expect: reads(0) reads-unnamed writes-unnamed
void global_target(int i) { shared_pointer[i] = 1.0; }  // expect: reads-global(shared_pointer) reads-unnamed writes-unnamed
double rows(double** a, int i) { return a[i][0]; }  // expect: reads(0) reads-unnamed
void unresolved_type(std::array<double, 4>& a) { auto* p = a.data(); p[0] = 1.0; }  // expect: reads(0) throws unknown writes(0)
void local_array() { double t[3]; t[0] = 1.0; }  // expect: -
void local_vector(int n) { std::vector<double> v(n); v[0] = 1.0; }  // expect: allocates throws
void grows(std::vector<int>& v) { v.push_back(1); }  // expect: allocates reads(0) throws writes(0)
int inserts(std::map<int, int>& m) { return m[3]; }  // expect: allocates reads(0) throws writes(0)
double at(const std::vector<double>& v) { return v.at(3); }  // expect: reads(0) throws
double draws(std::mt19937& g) { std::uniform_real_distribution<double> d; return d(g); }  // expect: reads(0) throws unknown writes(0)

// --- input, output, exceptions ---
void prints(int i) { std::printf("%d\n", i); }  // expect: io throws
void streams(int i) { std::cout << i; }  // expect: io reads-global(cout) throws writes-global(cout)
void throws(int i) { if (i < 0) throw std::runtime_error("negative"); }  // expect: throws unknown
void throws_number(int i) { if (i < 0) throw i; }  // expect: throws
void promises(int i) noexcept { if (i < 0) throw i; }  // expect: -

// --- calls ---
double calls_visible(double x) { return square(x) + reads_global(x); }  // expect: reads-global(shared_value)
void passes_on(double* a, double* b) { store(b, 1); output(a[0]); }  // expect: reads(0) reads(1) writes(0) writes(1)
double calls_unseen(double x) { return unseen(x); }  // expect: throws unknown
double calls_noexcept(double x) { return unseen_noexcept(x); }  // expect: unknown
double calls_pointer(double (*f)(double), double x) { return f(x); }  // expect: throws unknown
double calls_function(const std::function<double(double)>& f) { return f(1.0); }  // expect: throws unknown
double calls_virtual(const Shape& s) { return s.area(); }  // expect: reads(0) throws unknown
double member(const Point& p) { return p.length(); }  // expect: reads(0)
void moves(Point* p) { p->move(1.0); }  // expect: reads(0) writes(0)
Point made(double x) { return Point{x, x}; }  // expect: -
int constructs() { Counted c(3); return c.id; }  // expect: reads-global(shared_value) writes-global(shared_value)
int constructs_unseen() { Counted c; return c.id; }  // expect: throws unknown
int odd(int n);
int even(int n) { return n == 0 ? 1 : odd(n - 1); }  // expect: reads-global(shared_value) writes-global(shared_value)
int odd(int n) { shared_value = n; return n == 0 ? 0 : even(n - 1); }  // expect: reads-global(shared_value) writes-global(shared_value)
double closure(double* a) { auto f = [a](int i) { a[i] = 1.0; }; f(2); return a[0]; }  // expect: reads(0) reads-global(a) reads-global(i) reads-unnamed throws unknown writes(0) writes-unnamed
std::string text(int i) { return std::to_string(i); }  // expect: unknown
double user_sqrt(double x) { struct L { static double sqrt(double y) { return shared_value = y; } }; return L::sqrt(x); }  // expect: reads-global(shared_value) writes-global(shared_value)
