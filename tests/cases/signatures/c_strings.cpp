// Strings of C: read up to their zero.
#include <cstring>

int kernel(int argc, char** argv, const char* text, char* upper) {
  int total = 0;
  for (int i = 0; i < argc; ++i)
    total += static_cast<int>(std::strlen(argv[i]));  // wrong: total += i;
  for (const char* p = text; *p; ++p)
    if (*p == 'a') ++total;  // wrong: if (*p == 'b') ++total;
  for (int i = 0; upper[i]; ++i)
    if (upper[i] >= 'a') upper[i] = 'A';  // wrong: if (upper[i] > 'a') upper[i] = 'A';
  return total;
}
