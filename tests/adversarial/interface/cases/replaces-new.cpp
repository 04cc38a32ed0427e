// interface new-symbol
//@ before
void* operator new(std::size_t size) { return std::malloc(size); }
