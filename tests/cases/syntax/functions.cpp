// Qualified names of the enclosing functions, as written.
namespace outer {
void free_function() { for (;;) ; }  // expect-loop: for function=outer::free_function

namespace inner::deep {
struct Grid {
    Grid() { for (;;) ; }  // expect-loop: for function=outer::inner::deep::Grid::Grid
    ~Grid() { for (;;) ; }  // expect-loop: for function=outer::inner::deep::Grid::~Grid
    double& operator()(int i, int j) { for (;;) ; }  // expect-loop: for function=outer::inner::deep::Grid::operator()
    operator bool() const { for (;;) ; }  // expect-loop: for function=outer::inner::deep::Grid::operator\sbool
    friend bool operator==(const Grid& a, const Grid& b) { for (;;) ; }  // expect-loop: for function=outer::inner::deep::Grid::operator==
    class Row {
        int* begin() const { for (;;) ; }  // expect-loop: for function=outer::inner::deep::Grid::Row::begin
    };
    void step();
    static int count;
} grid;
}  // namespace inner::deep

void inner::deep::Grid::step() { for (;;) ; }  // expect-loop: for function=outer::inner::deep::Grid::step

namespace {
int hidden() { for (;;) ; }  // expect-loop: for function=outer::hidden
}
inline namespace v2 {
int versioned() { for (;;) ; }  // expect-loop: for function=outer::v2::versioned
}
}  // namespace outer

template <class T, int N> class Stack {
    template <class U> void push(U&& u) { for (;;) ; }  // expect-loop: for function=Stack::push template=yes
    void pop();
};
template <class T, int N> void Stack<T, N>::pop() { for (;;) ; }  // expect-loop: for function=Stack::pop template=yes
template <> inline void Stack<int, 3>::pop() { for (;;) ; }  // expect-loop: for function=Stack::pop
template <class T> T twice(T t) requires true { for (;;) ; }  // expect-loop: for function=twice template=yes

extern "C" {
void c_linkage(void) { for (;;) ; }  // expect-loop: for function=c_linkage template=no
}
extern "C" int single(void) { for (;;) ; }  // expect-loop: for function=single
int (*pointer_to_function(int x))(double) { for (;;) ; }  // expect-loop: for function=pointer_to_function
auto trailing() -> int& { for (;;) ; }  // expect-loop: for function=trailing
const char* const& reference() noexcept { for (;;) ; }  // expect-loop: for function=reference
long operator""_km(unsigned long long v) { for (;;) ; }  // expect-loop: for function=operator""_km
outer::inner::deep::Grid operator+(outer::inner::deep::Grid a, int b) { for (;;) ; }  // expect-loop: for function=operator+
Shape::Shape() try : size(1) { for (;;) ; } catch (...) { }  // expect-loop: for function=Shape::Shape
Shape::operator int*() const { for (;;) ; }  // expect-loop: for function=Shape::operator\sint*
[[nodiscard]] __attribute__((noinline)) static int attributed() { for (;;) ; }  // expect-loop: for function=attributed
__global__ void with_macro(int n) { for (;;) ; }  // expect-loop: for function=with_macro
TEST(Suite, Name) { for (;;) ; }  // expect-loop: for function=TEST

void with_lambda(int n) {
    auto f = [&](int m) {
        for (int i = 0; i < m; ++i) ;  // expect-loop: for function=with_lambda depth=0 ordinal=0
    };
    for (int i = 0; i < n; ++i) f(i);  // expect-loop: for function=with_lambda depth=0 ordinal=1
}

void with_local_class(int n) {
    for (int i = 0; i < n; ++i) {  // expect-loop: for function=with_local_class ordinal=0
        struct Local {
            void run() { for (;;) ; }  // expect-loop: for function=with_local_class::Local::run ordinal=0 depth=0 parent=-
        };
        for (;;) ;  // expect-loop: for function=with_local_class ordinal=1 parent=0
    }
}
