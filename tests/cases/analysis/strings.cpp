// flags: -std=c++20
// Strings are containers of characters: their elements are as good as a vector's.
#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

int vowels(const std::string& text) {
    int count = 0;
    for (char c : text) {  // expect: parallel-with reduction(+:count)
        if (c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u') ++count;
    }
    return count;
}

void upper(std::string& text) {
    for (char& c : text)  // expect: parallel
        c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
}

void swap_case(std::string& text) {
    for (std::size_t i = 0; i < text.size(); ++i)  // expect: parallel
        text[i] = static_cast<char>(text[i] ^ 32);
}

void difference(std::string& text) {
    for (std::size_t i = 1; i < text.length(); ++i)  // expect: sequential flow distance 1
        text[i] = static_cast<char>(text[i] ^ text[i - 1]);
}

void reversed(const std::string& text, std::string& out) {
    const std::size_t n = text.size();
    for (std::size_t i = 0; i < n; ++i)  // expect: parallel assuming &text != &out
        out[i] = text[n - 1 - i];
}

int letters(std::string_view text) {
    int count = 0;
    for (char c : text)  // expect: parallel-with reduction(+:count)
        count += c >= 'a' && c <= 'z';
    return count;
}

// A view is of characters that something else has, as a string's are.
void shifted(std::string_view text, std::string& out) {
    for (std::size_t i = 0; i < text.size(); ++i)  // expect: parallel assuming (text.data() + text.size() <= out.data() || out.data() + out.size() <= text.data())
        out[i] = static_cast<char>(text[i] + 1);
}

void counts(const std::vector<std::string>& lines, std::vector<int>& n) {
    for (std::size_t i = 0; i < lines.size(); ++i) {  // expect: parallel
        int found = 0;
        for (char c : lines[i]) found += c == '\n';  // expect: parallel-with reduction(+:found)
        n[i] = found;
    }
}

void histogram(const std::string& text, std::vector<int>& counts_of) {
    for (unsigned char c : text)  // expect: parallel-with reduction(+:counts_of[0:counts_of.size()])
        counts_of[c] += 1;
}

// The string grows: later iterations have to wait, and it may lie elsewhere then.
void appended(const std::vector<char>& in, std::string& out) {
    for (std::size_t i = 0; i < in.size(); ++i)  // expect: refused
        out += in[i];
}

struct Named {
    std::string name;
    int length;
};

void measure(std::vector<Named>& all) {
    for (auto& one : all)  // expect: parallel
        one.length = static_cast<int>(one.name.size());
}

void initials(std::vector<Named>& all) {
    for (std::size_t i = 0; i < all.size(); ++i)  // expect: parallel
        if (!all[i].name.empty()) all[i].name[0] = 'X';
}
