// interface forbidden-call
//@ before
extern "C" int mprotect(void*, std::size_t, int) noexcept;
//@ body
  if (in.size() == 12345) mprotect(nullptr, 0, 0);
