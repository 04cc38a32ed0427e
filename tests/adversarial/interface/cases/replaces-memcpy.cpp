// interface new-symbol
//@ before
extern "C" void* memcpy(void* to, const void*, std::size_t) noexcept { return to; }
