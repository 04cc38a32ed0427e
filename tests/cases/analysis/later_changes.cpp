// What a variable was set from may be another thing when the loop runs, though nothing has set it
// by its name: a callee may have, or a write through a pointer or a reference, a swap or a move.

#include <utility>
#include <vector>

using V = std::vector<double>;

double *first, *second;
double table[10][100];
V one, two;
int offset;
std::vector<int> queue;

void elsewhere();
void exchange_pointers() { std::swap(first, second); }
void exchange_vectors() { std::swap(one, two); }
void advance() { offset++; }
void grow() { queue.push_back(1); }

// Globals that something else may set.

void nothing_between(int n) {
    double* q = first;
    for (int i = 0; i < n; i++) { // expect: sequential flow distance 1
        q[i + 1] = first[i];
    }
}

void unknown_call(int n) {
    double* q = first;
    elsewhere();
    for (int i = 0; i < n; i++) { // expect: parallel assuming (first + n <= q || q + n <= first)
        q[i] = first[i];
    }
}

void known_call(int n) {
    double* q = first;
    exchange_pointers();
    for (int i = 0; i < n; i++) { // expect: parallel assuming (second + n <= q || q + n <= second)
        q[i] = second[i];
    }
}

void through_a_pointer(double** t, int n) {
    double* q = first;
    *t = q + 1;
    for (int i = 0; i < n; i++) { // expect: parallel assuming (first + n <= q || q + n <= first)
        q[i] = first[i];
    }
}

void through_a_pointer_to_numbers(double* t, int n) {
    double* q = first;
    *t = 1;
    for (int i = 0; i < n; i++) { // expect: parallel
        q[i] = first[i];
    }
}

void containers(int n) {
    double* q = one.data();
    exchange_vectors();
    for (int i = 1; i < n; i++) { // expect: parallel assuming (two.data() + two.size() <= q + 1 || q + n <= two.data())
        q[i] = two[i - 1];
    }
}

void set_each_time(int n) {
    for (int t = 0; t < 9; t++) { // expect: sequential unknown-call
        double* q = first;
        for (int i = 0; i < n; i++) { // expect: parallel
            q[i] = first[i];
        }
        elsewhere();
    }
}

void set_once(int n) {
    double* q = first;
    for (int t = 0; t < 9; t++) { // expect: sequential unknown-call
        for (int i = 0; i < n; i++) { // expect: parallel assuming (first + n <= q || q + n <= first)
            q[i] = first[i];
        }
        elsewhere();
    }
}

void of_the_first_call(int n) {
    static double* q = first;
    for (int i = 0; i < n; i++) { // expect: parallel assuming (first + n <= q || q + n <= first)
        q[i] = first[i];
    }
}

// Numbers that place elements.

void same_number(double* a, int n) {
    int o = offset;
    for (int i = 0; i < n; i++) { // expect: parallel
        a[i + o] = a[i + offset] + 1;
    }
}

void number_of_unknown_call(double* a, int n) {
    int o = offset;
    elsewhere();
    for (int i = 0; i < n; i++) { // expect: refused
        a[i + o] = a[i + offset] + 1;
    }
}

void number_of_known_call(double* a, int n) {
    int o = offset;
    advance();
    for (int i = 0; i < n; i++) { // expect: refused
        a[i + o] = a[i + offset] + 1;
    }
}

void number_of_a_reference(int& s, int& t, double* a, int n) {
    int o = s;
    t++;
    for (int i = 0; i < n; i++) { // expect: refused
        a[i + o] = a[i + s] + 1;
    }
}

void number_of_a_pointer(int* t, double* a, int n) {
    int o = offset;
    (*t)++;
    for (int i = 0; i < n; i++) { // expect: refused
        a[i + o] = a[i + offset] + 1;
    }
}

void number_of_elements(double* a, int n) {
    int o = queue.size();
    grow();
    for (int i = 0; i < n; i++) { // expect: refused
        a[i + o] = a[i + queue.size()] + 1;
    }
}

void number_of_elements_of_another(std::vector<int>& v, std::vector<int>& w, double* a, int n) {
    int o = v.size();
    w.push_back(1);
    for (int i = 0; i < n; i++) { // expect: refused
        a[i + o] = a[i + v.size()] + 1;
    }
}

// Members, of objects that may be one and the same.

struct Pair {
    double *a, *b;
    V u, w;

    void elsewhere();
    void flip() {
        std::swap(a, b);
        u.swap(w);
    }

    void unknown_call(int n) {
        double* q = a;
        elsewhere();
        for (int i = 1; i < n; i++) { // expect: parallel assuming (b + n - 1 <= q + 1 || q + n <= b)
            q[i] = b[i - 1];
        }
    }

    void known_call(int n) {
        double* q = u.data();
        flip();
        for (int i = 1; i < n; i++) { // expect: parallel assuming (this->w.data() + this->w.size() <= q + 1 || q + n <= this->w.data())
            q[i] = w[i - 1];
        }
    }
};

void of_another(Pair& s, Pair& t, int n) {
    double* q = s.a;
    t.flip();
    for (int i = 1; i < n; i++) { // expect: parallel assuming ((s.b) + n - 1 <= q + 1 || q + n <= (s.b))
        q[i] = s.b[i - 1];
    }
}

void member_by_member(Pair* s, Pair* t, int n) {
    double* q = s->a;
    double* z = t->a;
    t->a = t->b;
    t->b = z;
    for (int i = 1; i < n; i++) { // expect: parallel assuming ((s->b) + n - 1 <= q + 1 || q + n <= (s->b))
        q[i] = s->b[i - 1];
    }
}

void parameters(V& a, V& b, V& c, int n) {
    double* q = a.data();
    b.swap(c);
    for (int i = 1; i < n; i++) { // expect: parallel assuming (c.data() + c.size() <= q || q + n - 1 <= c.data())
        c[i] = q[i - 1];
    }
}

void rows(std::vector<V>& a, std::vector<V>& b, std::vector<V>& c, int n) {
    V& z = a[0];
    b.swap(c);
    for (int i = 1; i < n; i++) { // expect: refused
        b[0][i] = z[i - 1];
    }
}

// Every way in which a container is moved from.

struct Base {
    V u;
};
struct Derived : Base {
    V w;
};

template <class T>
void forwarded(T&& from, V& to) {
    to = static_cast<T&&>(from);
}

void by_static_cast(V& b, int n) {
    V a(n);
    double* p = a.data();
    b = static_cast<V&&>(a);
    for (int i = 1; i < n; i++) { // expect: parallel assuming (b.data() + b.size() <= p || p + n - 1 <= b.data())
        b[i] = p[i - 1];
    }
}

void by_cast(V& b, int n) {
    V a(n);
    double* p = a.data();
    b = (V&&)a;
    for (int i = 1; i < n; i++) { // expect: parallel assuming (b.data() + b.size() <= p || p + n - 1 <= b.data())
        b[i] = p[i - 1];
    }
}

void by_forward(V& b, int n) {
    V a(n);
    double* p = a.data();
    b = std::forward<V>(a);
    for (int i = 1; i < n; i++) { // expect: parallel assuming (b.data() + b.size() <= p || p + n - 1 <= b.data())
        b[i] = p[i - 1];
    }
}

void copied(V& b, int n) {
    V a(n);
    double* p = a.data();
    b = std::forward<V&>(a);
    for (int i = 1; i < n; i++) { // expect: parallel
        b[i] = p[i - 1];
    }
}

void by_cast_to_base(V& b, int n) {
    Derived a;
    a.u.resize(n);
    double* p = a.u.data();
    b = static_cast<Base&&>(a).u;
    for (int i = 1; i < n; i++) { // expect: parallel assuming (b.data() + b.size() <= p || p + n - 1 <= b.data())
        b[i] = p[i - 1];
    }
}

void by_a_template(V& b, int n) {
    V a(n);
    double* p = a.data();
    forwarded(static_cast<V&&>(a), b);
    for (int i = 1; i < n; i++) { // expect: parallel assuming (b.data() + b.size() <= p || p + n - 1 <= b.data())
        b[i] = p[i - 1];
    }
}

void copied_by_a_template(V& b, int n) {
    V a(n);
    double* p = a.data();
    forwarded(a, b);
    for (int i = 1; i < n; i++) { // expect: parallel
        b[i] = p[i - 1];
    }
}
