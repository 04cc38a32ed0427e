// Coroutines on one thread of the operating system: stacks, and the switch between them.

#if !defined(__x86_64__)
#include <ucontext.h>
#endif

namespace __cxxabiv1 {
extern "C" __cxa_eh_globals *__cxa_get_globals() noexcept;
}

namespace {

constexpr std::size_t STACK_SIZE = std::size_t{4} << 20;

struct ExceptionState {  // the layout of the C++ ABI, section 2.2.2
  void *caught;
  unsigned uncaught;
};

ExceptionState &exception_state() {
  return *reinterpret_cast<ExceptionState *>(__cxxabiv1::__cxa_get_globals());
}

[[noreturn]] void run_body();

#if defined(__x86_64__)
// Saves what the calling convention preserves, and the stack pointer.
asm(R"(
.text
.type pcg_sim_switch, @function
pcg_sim_switch:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size pcg_sim_switch, . - pcg_sim_switch
)");
extern "C" void pcg_sim_switch(void **save, void *load) asm("pcg_sim_switch");

void prepare(Coroutine &c) {
  void **top = reinterpret_cast<void **>(c.high);
  *--top = nullptr;  // the end of the call chain, and the alignment of a call
  *--top = reinterpret_cast<void *>(&run_body);
  for (int i = 0; i < 6; ++i) *--top = nullptr;
  c.stack_pointer = top;
}

void change(Coroutine &from, Coroutine &to) { pcg_sim_switch(&from.stack_pointer, to.stack_pointer); }
#else
void prepare(Coroutine &c) {
  if (c.stack_pointer == nullptr) c.stack_pointer = make<ucontext_t>();
  ucontext_t *context = static_cast<ucontext_t *>(c.stack_pointer);
  getcontext(context);
  context->uc_stack.ss_sp = c.stack;
  context->uc_stack.ss_size = STACK_SIZE;
  context->uc_link = nullptr;
  makecontext(context, reinterpret_cast<void (*)()>(&run_body), 0);
}

void change(Coroutine &from, Coroutine &to) {
  if (from.stack_pointer == nullptr) from.stack_pointer = make<ucontext_t>();
  swapcontext(static_cast<ucontext_t *>(from.stack_pointer),
              static_cast<ucontext_t *>(to.stack_pointer));
}
#endif

void forget_memory(Address begin, Address end);

void retire_dead() {
  Simulation &s = sim();
  if (s.dead == nullptr) return;
  s.pool.push_back(s.dead);
  s.dead = nullptr;
}

void resume(Coroutine &next) {
  Coroutine &before = self();
  if (&before == &next) return;
  ExceptionState &state = exception_state();
  before.caught = state.caught;
  before.uncaught = state.uncaught;
  before.error_number = errno;
  sim().current = &next;
  state = {next.caught, next.uncaught};
  errno = next.error_number;
  sim().streak = 0;
  change(before, next);
  retire_dead();
}

[[noreturn]] void run_body() {
  retire_dead();
  Coroutine &c = self();
  // What leaves the body has no handler on this stack: the C++ run-time calls `terminate`.
  [&]() noexcept { c.body(&c); }();
  Member &m = *c.member;
  m.stack.pop_back();
  sim().dead = &c;
  for (;;) reschedule(true);
}

Coroutine *new_coroutine(Member *member, void (*body)(Coroutine *)) {
  Simulation &s = sim();
  Coroutine *c = nullptr;
  if (!s.pool.empty()) {
    c = s.pool.back();
    s.pool.pop_back();
    // Another strand's frames: what happened to them does not concern this one.
    forget_memory(c->lowest, c->high);
  } else {
    c = make<Coroutine>();
    const std::size_t guard = static_cast<std::size_t>(getpagesize());
    void *stack = mmap(nullptr, STACK_SIZE, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (stack == MAP_FAILED) std::abort();
    mprotect(stack, guard, PROT_NONE);
    c->stack = static_cast<char *>(stack);
    c->low = reinterpret_cast<Address>(stack);
    c->high = c->low + STACK_SIZE;
  }
  c->lowest = c->high;
  c->body = body;
  c->member = member;
  c->strand = nullptr;
  c->task = nullptr;
  c->wait = nullptr;
  c->caught = nullptr;
  c->uncaught = 0;
  c->error_number = 0;
  prepare(*c);
  member->stack.push_back(c);
  return c;
}

}  // namespace
