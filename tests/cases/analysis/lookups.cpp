// Look-ups in sets and maps.
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

int found(const std::set<int>& s, const std::vector<int>& v) {
    int c = 0;
    for (std::size_t i = 0; i < v.size(); ++i) {  // expect: parallel-with reduction(+:c)
        if (s.find(v[i]) != s.end()) continue;
        c += v[i];
    }
    return c;
}

int counted(const std::unordered_set<std::string>& s, const std::vector<std::string>& v) {
    int c = 0;
    for (std::size_t i = 0; i < v.size(); ++i)  // expect: parallel-with reduction(+:c)
        if (s.count(v[i])) c += 1;
    return c;
}

void kept(const std::set<int>& s, const int* keys, double* out, int n) {
    for (int i = 0; i < n; ++i)  // expect: parallel assuming ((const void *)(&s + 1) <= (const void *)(out) || (const void *)(out + n) <= (const void *)(&s))
        if (s.contains(keys[i])) out[i] = 0;
}

int valued(const std::unordered_map<int, int>& m, const std::vector<int>& v) {
    int c = 0;
    for (std::size_t i = 0; i < v.size(); ++i) {  // expect: parallel-with reduction(+:c)
        auto it = m.find(v[i]);
        if (it != m.end()) c += it->second;
    }
    return c;
}

// Its elements may be those that the loop writes.
void values_out(const std::unordered_map<int, double>& m, const int* keys, double* out, int n) {
    for (int i = 0; i < n; ++i) {  // expect: unknown may-alias
        auto it = m.find(keys[i]);
        if (it != m.end()) out[i] = it->second;
    }
}

void set_values(std::unordered_map<int, double>& m, const int* keys, int n) {
    for (int i = 0; i < n; ++i) {  // expect: refused
        auto it = m.find(keys[i]);
        if (it != m.end()) it->second = i;
    }
}

void inserts(std::set<int>& s, const int* keys, int* out, int n) {
    for (int i = 0; i < n; ++i) {  // expect: refused
        out[i] = s.count(keys[i]);
        s.insert(keys[i]);
    }
}

void checked(const std::map<int, double>& m, const int* keys, double* out, int n) {
    for (int i = 0; i < n; ++i)  // expect: unknown may-throw
        out[i] = m.at(keys[i]);
}

struct Odd {
    bool operator()(int a, int b) const {
        ++calls;
        return a < b;
    }
    static int calls;
};

int of_own_order(const std::set<int, Odd>& s, const std::vector<int>& v) {
    int c = 0;
    for (std::size_t i = 0; i < v.size(); ++i)  // expect: refused
        c += static_cast<int>(s.count(v[i]));
    return c;
}

struct Key {
    int a;
    bool operator<(const Key& other) const { return a < other.a; }
};

int of_own_keys(const std::set<Key>& s, const std::vector<Key>& v) {
    int c = 0;
    for (std::size_t i = 0; i < v.size(); ++i)  // expect: refused
        c += static_cast<int>(s.count(v[i]));
    return c;
}
