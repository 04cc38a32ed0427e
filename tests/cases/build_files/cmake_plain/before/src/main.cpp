#include "threads.hpp"
int main() { return threads() - 1; }
