// flags: -D_GLIBCXX_USE_CXX11_ABI=0
// Strings of this library share their characters until one of them is written.
#include <cstddef>
#include <string>

void swap_case(std::string& text) {
    for (std::size_t i = 0; i < text.size(); ++i)  // expect: refused
        text[i] = static_cast<char>(text[i] ^ 32);
}
