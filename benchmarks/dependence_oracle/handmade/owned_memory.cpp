// Elements that objects own: moved and swapped, behind unique pointers, in strings, found by searches.
#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct Body {
    double x, v;
    void kick(double dt) { v -= x * dt; }
};

using Bodies = std::vector<std::unique_ptr<Body>>;

static Bodies made(int n) {
    Bodies all;
    for (int i = 0; i < n; ++i) all.push_back(std::make_unique<Body>());
    return all;
}

void moved_under_a_pointer(int n) {
    std::vector<double> a(n + 1, 1.0);
    const double* raw = a.data();
    std::vector<double> w = std::move(a);
    for (int i = 0; i < n; ++i) {
        w[i] = raw[i + 1] + 1;
    }
}

void swapped_under_a_pointer(int n) {
    std::vector<double> a(n + 1, 1.0), w(n + 1, 2.0);
    const double* raw = a.data();
    w.swap(a);
    for (int i = 0; i < n; ++i) {
        w[i] = raw[i + 1] + 1;
    }
}

void swapped_by_another(int n) {
    std::vector<double> a(n + 1, 1.0), w(n + 1, 2.0);
    const double* raw = a.data();
    std::swap(a, w);
    for (int i = 0; i < n; ++i) {
        w[i] = raw[i + 1] + 1;
    }
}

struct Holder {
    std::vector<double> b;
};

void moved_out_of_a_member(int n) {
    Holder s, t;
    s.b.resize(n + 1);
    const double* raw = s.b.data();
    t.b = std::move(s.b);
    for (int i = 0; i < n; ++i) {
        t.b[i] = raw[i + 1] + 1;
    }
}

void moved_with_its_object(int n) {
    Holder s;
    s.b.resize(n + 1);
    const double* raw = s.b.data();
    Holder t = std::move(s);
    for (int i = 0; i < n; ++i) {
        t.b[i] = raw[i + 1] + 1;
    }
}

static std::vector<double> take(std::vector<double>& v) { return std::move(v); }

void taken_by_a_callee(int n) {
    std::vector<double> v(n + 1, 1.0);
    const double* raw = v.data();
    std::vector<double> w = take(v);
    for (int i = 0; i < n; ++i) {
        w[i] = raw[i + 1] + 1;
    }
}

void moved_rows(int n) {
    std::vector<std::vector<double>> m(n + 1, std::vector<double>(1, 1.0));
    double* raw = m[1].data();
    m[0] = std::move(m[1]);
    for (int i = 0; i < n; ++i) {
        m[0][0] = raw[0] + i;
    }
}

void through_unique_pointers(int n) {
    Bodies all = made(n);
    for (auto& one : all) {
        one->kick(0.5);
    }
}

static void kick_all(Bodies& all) {
    for (auto& one : all) {
        one->kick(0.5);
    }
}

static void kick_next(Bodies& all) {
    for (std::size_t i = 1; i < all.size(); ++i) {
        all[i]->x += all[i - 1]->v;
        all[i]->v += 1;
    }
}

static void kick_first(Bodies& all) {
    for (std::size_t i = 1; i < all.size(); ++i) {
        all[0]->x = all[i]->v;
    }
}

static void hand_on(Bodies& all) {
    for (std::size_t i = 1; i < all.size(); ++i) {
        all[i - 1].swap(all[i]);
        all[i - 1]->x = 1;
    }
}

void in_callees(int n) {
    Bodies all = made(n);
    kick_all(all);
    kick_next(all);
    kick_first(all);
    hand_on(all);
}

void owned_array(int n) {
    auto a = std::make_unique<double[]>(n + 1);
    for (int i = 0; i < n; ++i) {
        a[i] = a[i + 1] + 1;
    }
}

void owned_array_and_its_pointer(int n) {
    auto a = std::make_unique<double[]>(n + 1);
    const double* raw = a.get();
    for (int i = 0; i < n; ++i) {
        a[i] = raw[i + 1] + 1;
    }
}

void adopted_array(double* a, int n) {
    std::unique_ptr<double[]> own(a);
    for (int i = 0; i + 1 < n; ++i) {
        own[i] = a[i + 1] + 1;
    }
    own.release();
}

void text_shifted(int n) {
    std::string text(n + 1, 'a');
    for (int i = 0; i < n; ++i) {
        text[i] = static_cast<char>(text[i + 1] + 1);
    }
}

void text_of_its_own(int n) {
    std::string text(n, 'a');
    for (char& c : text) {
        c = static_cast<char>(c + 1);
    }
}

void text_under_a_view(int n) {
    std::string text(n + 1, 'a');
    const std::string_view view = text;
    for (int i = 0; i < n; ++i) {
        text[i] = static_cast<char>(view[i + 1] + 1);
    }
}

void texts(int n) {
    std::vector<std::string> all(n, "abc");
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (std::size_t k = 0; k < all[i].size(); ++k) {
            all[i][k] = static_cast<char>('a' + i);
        }
    }
}

void searched(int n) {
    std::vector<double> x(n, 1.0), out(n);
    for (int i = 0; i < n; ++i) {
        out[i] = static_cast<double>(std::lower_bound(x.begin(), x.end(), 0.1 * i) - x.begin());
    }
}

void searched_where_it_writes(int n) {
    std::vector<double> x(n + 1, 1.0);
    for (int i = 0; i < n; ++i) {
        const auto it = std::lower_bound(x.begin(), x.end(), 2.0);
        x[i] = it == x.end() ? 1.0 : *it;
    }
}

void written_where_it_is_found(int n) {
    std::vector<double> x(n + 1, 1.0);
    for (int i = 0; i < n; ++i) {
        const auto it = std::lower_bound(x.begin(), x.end(), 1.0);
        if (it != x.end()) *it = i;
    }
}

void beside_an_iterator(int n) {
    std::vector<double> x(n + 2, 1.0);
    const auto it = x.begin() + 1;
    for (int i = 0; i < n; ++i) {
        x[i] = it[i] + 1;
    }
}
