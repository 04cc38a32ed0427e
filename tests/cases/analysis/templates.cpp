// Templates: what is said of a loop is true of every instance that the file has.
#include <array>
#include <cstddef>
#include <vector>

template <class T>
T squares(const std::vector<T>& x) {
    T sum = T();
    for (std::size_t i = 0; i < x.size(); ++i)  // expect: parallel-with reduction(+:sum)
        sum += x[i] * x[i];
    return sum;
}
template double squares(const std::vector<double>&);
template int squares(const std::vector<int>&);

template <class Step>
void steps(std::vector<int>& a) {
    for (std::size_t i = 1; i < a.size(); ++i)  // expect: sequential flow distance 1
        a[i] = Step::of(a, i);
}
struct Alone {
    static int of(const std::vector<int>& a, std::size_t i) { return a[i] + 1; }
};
struct Before {
    static int of(const std::vector<int>& a, std::size_t i) { return a[i - 1] + 1; }
};
template void steps<Alone>(std::vector<int>&);
template void steps<Before>(std::vector<int>&);

// Members of classes that are instantiated by name: the template itself is none of them.
template <class T>
struct Field {
    std::vector<T> data;
    void add(T value) {
        for (std::size_t i = 0; i < data.size(); ++i)  // expect: parallel
            data[i] += value;
    }
    void twice();
};
template <class T>
void Field<T>::twice() {
    for (std::size_t i = 0; i < data.size(); ++i)  // expect: parallel
        data[i] *= 2;
}
template struct Field<float>;
template struct Field<long>;

template <class T, std::size_t N>
T distance(const std::array<T, N>& a, const std::array<T, N>& b) {
    T sum = T();
    for (std::size_t i = 0; i < N; ++i) {  // expect: parallel-with reduction(+:sum)
        T delta = a[i] - b[i];
        sum += delta * delta;
    }
    return sum;
}

template <class T, std::size_t N>
int nearest(const std::array<T, N>& point, const std::vector<std::array<T, N>>& means) {
    int found = 0;
    T best = distance(point, means[0]);
    for (std::size_t i = 1; i < means.size(); ++i) {  // expect: refused
        T other = distance(point, means[i]);
        if (other < best) {
            best = other;
            found = static_cast<int>(i);
        }
    }
    return found;
}

// A vector that is made here is nobody else's memory, whatever a callee is given.
template <class T, std::size_t N>
std::vector<int> clusters(const std::vector<std::array<T, N>>& data,
                          const std::vector<std::array<T, N>>& means) {
    std::vector<int> found(data.size(), 0);
    for (std::size_t i = 0; i < data.size(); ++i)  // expect: parallel
        found[i] = nearest(data[i], means);
    return found;
}
template std::vector<int> clusters(const std::vector<std::array<double, 2>>&,
                                   const std::vector<std::array<double, 2>>&);
template std::vector<int> clusters(const std::vector<std::array<float, 3>>&,
                                   const std::vector<std::array<float, 3>>&);

static double row_sum(const std::vector<std::vector<double>>& rows, std::size_t at) {
    double sum = 0;
    for (double one : rows[at]) sum += one;  // expect: parallel-with reduction(+:sum)
    return sum;
}

std::vector<double> of_rows(const std::vector<std::vector<double>>& rows) {
    std::vector<double> found(rows.size(), 0.0);
    for (std::size_t i = 0; i < rows.size(); ++i)  // expect: parallel
        found[i] = row_sum(rows, i);
    return found;
}

void keep(double* begin);

std::vector<double> given_out(const std::vector<std::vector<double>>& rows) {
    std::vector<double> found(rows.size(), 0.0);
    keep(found.data());
    for (std::size_t i = 0; i < rows.size(); ++i)  // expect: unknown
        found[i] = row_sum(rows, i);
    return found;
}

std::vector<double> taken_over(std::vector<double>& old,
                               const std::vector<std::vector<double>>& rows) {
    std::vector<double> found(static_cast<std::vector<double>&&>(old));
    for (std::size_t i = 0; i < rows.size(); ++i)  // expect: unknown
        found[i] = row_sum(rows, i);
    return found;
}
