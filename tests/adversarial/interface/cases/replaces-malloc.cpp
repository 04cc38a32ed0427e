// interface new-symbol
//@ before
extern "C" void* malloc(std::size_t) noexcept { return nullptr; }
