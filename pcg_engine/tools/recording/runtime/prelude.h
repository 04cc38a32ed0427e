// Declarations that the markers use in C; put before the user's text, so nothing may be included
// here. See prelude.hpp, its twin for C++.
void pcg_rec_open(int id, int kind, const void *frame, int enabled);
void pcg_rec_close(void);
void pcg_rec_variable(const volatile void *address, unsigned long size, int role, int is_object,
                      const char *name);
void pcg_rec_start(void);
void pcg_rec_iterate(int count, const long long *values);
void pcg_rec_iterated(void);
void pcg_rec_barrier(void);
void pcg_rec_leave(const void *frame);
void pcg_rec_unsupported(const char *construct);

#define PCG_REC_PLAIN __attribute__((disable_sanitizer_instrumentation, unused)) static
PCG_REC_PLAIN int pcg_rec_scope(int id, int kind, const void *frame, int enabled) {
  pcg_rec_open(id, kind, frame, enabled);
  return id;
}
PCG_REC_PLAIN void pcg_rec_end_scope(const int *scope) {
  (void)scope;
  pcg_rec_close();
}
PCG_REC_PLAIN int pcg_rec_iteration(int count, const long long *values) {
  pcg_rec_iterate(count, values);
  return count;
}
PCG_REC_PLAIN void pcg_rec_end_iteration(const int *iteration) {
  (void)iteration;
  pcg_rec_iterated();
}
PCG_REC_PLAIN void pcg_rec_end_function(const void *const *frame) { pcg_rec_leave(*frame); }
#undef PCG_REC_PLAIN

#define PCG_REC_SCOPE __attribute__((cleanup(pcg_rec_end_scope), unused)) int
#define PCG_REC_ITERATION __attribute__((cleanup(pcg_rec_end_iteration), unused)) int
#define PCG_REC_FUNCTION __attribute__((cleanup(pcg_rec_end_function), unused)) const void *
// Integers and enumerators have the least numbers among clang's classes of types.
#define PCG_REC_VALUE(value)                                              \
  __builtin_choose_expr(__builtin_classify_type(value) <= 4, (long long)(value), \
                        -0x7fffffffffffffffLL - 1)
