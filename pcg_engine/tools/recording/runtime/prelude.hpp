// Declarations that the markers use; put before the user's text, so nothing may be included here.
extern "C" {
void pcg_rec_open(int id, int kind, const void *frame, int enabled) noexcept;
void pcg_rec_close() noexcept;
void pcg_rec_variable(const volatile void *address, unsigned long size, int role, int is_object,
                      const char *name) noexcept;
void pcg_rec_start() noexcept;
void pcg_rec_iterate(int count, const long long *values) noexcept;
void pcg_rec_iterated() noexcept;
void pcg_rec_barrier() noexcept;
void pcg_rec_leave(const void *frame) noexcept;
void pcg_rec_unsupported(const char *construct) noexcept;
}
#define PCG_REC_PLAIN __attribute__((disable_sanitizer_instrumentation))
namespace pcg_rec {
struct Scope {
  PCG_REC_PLAIN Scope(int id, int kind, const void *frame, bool enabled) noexcept {
    pcg_rec_open(id, kind, frame, enabled);
  }
  PCG_REC_PLAIN ~Scope() { pcg_rec_close(); }
  Scope(const Scope &) = delete;
  template <class T>
  PCG_REC_PLAIN void variable(const volatile T &item, int role, const char *name) noexcept {
    // The cast drops `__restrict`, which a pointer variable may have and no other can lose.
    pcg_rec_variable((const volatile void *)__builtin_addressof(item), sizeof(T), role,
                     !(__is_trivially_copyable(T) && __is_trivially_constructible(T)), name);
  }
  template <class R, class... A>
  PCG_REC_PLAIN void variable(R (&)(A...), int, const char *) noexcept {}
#if __cplusplus >= 201703L
  // Before C++17 `noexcept` is no part of a function's type.
  template <class R, class... A>
  PCG_REC_PLAIN void variable(R (&)(A...) noexcept, int, const char *) noexcept {}
#endif
  template <class T>
  PCG_REC_PLAIN void section(const volatile T &first, long long count, int role,
                             const char *name) noexcept {
    if (count > 0)
      pcg_rec_variable((const volatile void *)__builtin_addressof(first),
                       sizeof(T) * static_cast<unsigned long>(count), role,
                       !__is_trivially_copyable(T), name);
  }
};
template <class T, bool = (__is_integral(T) || __is_enum(T))> struct Value {
  PCG_REC_PLAIN static long long of(const T &) noexcept { return (-0x7fffffffffffffffLL - 1); }
};
template <class T> struct Value<T, true> {
  PCG_REC_PLAIN static long long of(const T &value) noexcept {
    return static_cast<long long>(value);
  }
};
struct Iteration {
  template <class... T> PCG_REC_PLAIN explicit Iteration(const T &...induction) noexcept {
    const long long values[] = {Value<T>::of(induction)..., 0};
    pcg_rec_iterate(static_cast<int>(sizeof...(T)), values);
  }
  PCG_REC_PLAIN ~Iteration() { pcg_rec_iterated(); }
  Iteration(const Iteration &) = delete;
};
struct Function {
  const void *frame;
  PCG_REC_PLAIN explicit Function(const void *at) noexcept : frame(at) {}
  PCG_REC_PLAIN ~Function() { pcg_rec_leave(frame); }
  Function(const Function &) = delete;
};
} // namespace pcg_rec
#undef PCG_REC_PLAIN
