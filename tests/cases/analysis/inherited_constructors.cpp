// A constructor that comes from a base by a using-declaration runs what the members start with.

#include <vector>

static int made;

struct Base {
    int a;
    Base(int a) : a(a) {}
};

struct Counted : Base {
    using Base::Base;
    int number = made++;
};

struct Unwritten : Base {
    using Base::Base;
};

struct Copied : Base {
    Copied(int a) : Base(a) {}
};

Counted returned(int a) { return {a}; }

int taken(const Counted& c) { return c.a; }

void assigned(std::vector<Counted>& v) {
    for (auto& e : v) e = 3;  // expect: refused
}

void listed(std::vector<Counted>& v) {
    for (auto& e : v) e = {3};  // expect: refused
}

void named(std::vector<Counted>& v) {
    for (auto& e : v) e = Counted(3);  // expect: refused
}

void declared(std::vector<Counted>& v) {
    for (auto& e : v) {  // expect: refused
        Counted c(3);
        e.a = c.a;
    }
}

void in_an_array(std::vector<int>& v) {
    for (auto& e : v) {  // expect: refused
        Counted c[2] = {3, 4};
        e = c[1].a;
    }
}

void from_a_call(std::vector<int>& v) {
    for (auto& e : v) e = returned(3).a;  // expect: refused
}

void as_an_argument(std::vector<int>& v) {
    for (auto& e : v) e = taken(3);  // expect: refused
}

void unwritten(std::vector<Unwritten>& v) {
    for (auto& e : v) e = Unwritten(3);  // expect: refused
}

void written(std::vector<Copied>& v) {
    for (auto& e : v) e = Copied(3);  // expect: refused
}

void copied(std::vector<Counted>& v) {
    for (auto& e : v) {  // expect: parallel
        Counted c = e;
        c.a += 1;
        e = c;
    }
}
