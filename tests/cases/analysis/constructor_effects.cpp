// flags: -std=gnu++17 -O2
// What a user's constructor does to anything but its own object belongs to the loop.

int made = 0;
int total = 0;

struct counting {
    int k;
    explicit counting(int i) : k(i) { made += i; }
};

struct reading {
    int k;
    explicit reading(int i) : k(i + total) {}
};

struct derived : counting {
    explicit derived(int i) : counting(i) {}
};

struct holding {
    counting part;
    explicit holding(int i) : part(i) {}
};

struct writing {
    int k;
    writing(double* p, int i) : k(i) { p[0] += i; }
};

struct harmless {
    double k;
    explicit harmless(double x) : k(2 * x) {}
};

void declared(double* out, int n) {
    for (int i = 0; i < n; i++) {  // expect: unknown
        counting t(i);
        out[i] = t.k * 2.0;
    }
}

void temporary(double* out, int n) {
    for (int i = 0; i < n; i++)  // expect: unknown
        out[i] = counting(i).k * 2.0;
}

void with_base(double* out, int n) {
    for (int i = 0; i < n; i++) {  // expect: refused
        derived t(i);
        out[i] = t.k * 2.0;
    }
}

void with_member(double* out, int n) {
    for (int i = 0; i < n; i++) {  // expect: unknown
        holding t(i);
        out[i] = t.part.k * 2.0;
    }
}

void summed_and_read(double* out, int n) {
    for (int i = 0; i < n; i++) {  // expect: sequential
        total += i;
        reading q(i);
        out[i] = q.k;
    }
}

void through_pointer(double* a, double* out, int n) {
    for (int i = 0; i < n; i++) {  // expect: refused
        writing t(a, i);
        out[i] = t.k;
    }
}

void only_read(double* out, int n) {
    for (int i = 0; i < n; i++) {  // expect: parallel
        reading q(i);
        out[i] = q.k;
    }
}

void own_object(double* out, int n) {
    for (int i = 0; i < n; i++) {  // expect: parallel
        harmless h(i);
        out[i] = h.k;
    }
}

struct stamped {
    int k = ++made;
};

struct stamped_inside {
    stamped part;
    double z = 0;
};

struct remembering {
    int k = total;
};

struct limits {
    double low = -1.5, high = 2 * 1e3;
    int k{};
};

struct nested_limits {
    limits first;
    limits second{};
};

void default_of_member(int* out, int n) {
    for (int i = 0; i < n; i++) {  // expect: unknown
        stamped s;
        out[i] = s.k;
    }
}

void default_inside(int* out, int n) {
    for (int i = 0; i < n; i++) {  // expect: unknown
        stamped_inside s;
        out[i] = s.part.k;
    }
}

void array_of_defaults(int* out, int n) {
    for (int i = 0; i < n; i++) {  // expect: unknown
        stamped s[2];
        out[i] = s[1].k;
    }
}

void summed_and_remembered(int* out, int n) {
    for (int i = 0; i < n; i++) {  // expect: unknown
        total += i;
        remembering r;
        out[i] = r.k;
    }
}

void numbers_alone(double* out, int n) {
    for (int i = 0; i < n; i++) {  // expect: parallel
        nested_limits b;
        out[i] = b.first.high + b.second.low;
    }
}
