// The oracle's memory of accesses: ThreadSanitizer's hooks without ThreadSanitizer.
//
// For each byte and each running loop it keeps the last iteration that wrote and those that read.
// What a run does that C++ leaves undefined (an access outside of its objects, signed overflow)
// ends the run, and nothing of it counts.
#include "oracle.hpp"

#include <csetjmp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <sys/mman.h>

extern "C" char __data_start, _end;

namespace oracle {
namespace {

constexpr std::size_t kArena = 1 << 20, kStack = 1 << 14, kGlobals = 1 << 17;
constexpr std::size_t kBytes = kArena + kStack + kGlobals;
constexpr std::size_t kBlock = 1 << 15, kBlocks = 12, kRedZone = 4096;
// No index of 32 bits leads from the memory of one argument to that of another one.
constexpr std::size_t kApart = std::size_t{1} << 37;
constexpr int kLevels = 8;
constexpr std::size_t kClauses = 16;
constexpr std::uint8_t kUnnamed = 255;
constexpr long kMostEvents = 400'000;

struct Cell {
    std::uint32_t epoch;
    std::int32_t writer, reader;
    bool several_readers, header_read;
};

struct Level {
    int loop;
    bool guard, in_body;
    std::uint32_t epoch;
    std::int32_t iteration;
    const Clause* clauses;
    std::size_t clause_count;
    int pending[kClauses];
    std::uint64_t started[kClauses];  // what stepped variables were before the loop
};

struct Finding {
    char text[160];
};

struct Tally {
    long entries, iterated, several;  // several: two iterations or more, and the assumptions hold
    long hard_plain, hard_aliased;  // conflicts that no private copy removes
    long missed;                    // the same under the verdict's assumptions, given its clauses
    long missed_now;
    Finding finding;
};

// Everything that runs use is mapped apart, so that the program's own data stay few.
unsigned char* given_memory;  // a block for each argument, far from each other
unsigned char* arena;         // whose first kBlocks blocks stand for those
Cell* cells;
std::uint8_t* owner;     // how many loops ran when the object came into being
std::uint8_t* usable;    // 0: outside of all objects
std::uint16_t* poison;   // 1 + the loop after which this byte has no value
Level levels[kLevels];
int depth = 0;
std::uint32_t epochs = 0;
bool recording = false, plain = true, rows_shared = false;
long events = 0;
std::size_t used = 0;
unsigned char* stack_top;
std::vector<Argument>* arguments;
Tally* tallies;
jmp_buf escape;
std::uint32_t random_state;

struct Known {
    int block;
    const void* type;
    void* object;
};
Known objects[16];
int object_count = 0;

[[noreturn]] void discard() {
    recording = false;
    longjmp(escape, 1);
}

std::size_t slot(const volatile void* address) {
    const auto* p = reinterpret_cast<const unsigned char*>(const_cast<const void*>(address));
    if (p >= given_memory && p < given_memory + kBlocks * kApart) {
        const auto offset = static_cast<std::size_t>(p - given_memory);
        return offset % kApart < kBlock ? offset / kApart * kBlock + offset % kApart : kBytes;
    }
    if (p >= arena && p < arena + kArena) return static_cast<std::size_t>(p - arena);
    if (p >= stack_top - kStack && p < stack_top)
        return kArena + static_cast<std::size_t>(p - (stack_top - kStack));
    const auto* first = reinterpret_cast<const unsigned char*>(&__data_start);
    if (p >= first && p < reinterpret_cast<const unsigned char*>(&_end) && p < first + kGlobals)
        return kArena + kStack + static_cast<std::size_t>(p - first);
    return kBytes;
}

const Clause* clause_of(const Level& level, const unsigned char* address) {
    for (std::size_t c = 0; c < level.clause_count; ++c) {
        const auto* first = static_cast<const unsigned char*>(
            const_cast<const void*>(level.clauses[c].address));
        if (address >= first && address < first + level.clauses[c].size) return level.clauses + c;
    }
    return nullptr;
}

void miss(int loop, const char* what, const unsigned char* address, int one, int other) {
    Tally& tally = tallies[loop];
    ++tally.missed_now;
    if (tally.finding.text[0] != 0) return;
    const std::size_t place = slot(address);
    const char* where = place < kBlock * kBlocks    ? "argument"
                        : place < kArena            ? "heap"
                        : place < kArena + kStack   ? "local"
                                                    : "global";
    std::snprintf(tally.finding.text, sizeof tally.finding.text, "%s, iterations %d and %d, %s+%zu",
                  what, one, other, where, place);
}

std::uint64_t bits_of(const Clause& clause) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, const_cast<const void*>(clause.address), clause.size);
    return bits;
}

// After `count` iterations a stepped variable is what the steps make of what it was.
void follow_steps(const Level& level, std::int32_t count) {
    for (std::size_t c = 0; c < level.clause_count && c < kClauses; ++c) {
        const Clause& clause = level.clauses[c];
        if (clause.role != Role::Stepped) continue;
        const auto steps = static_cast<std::uint64_t>(count) * clause.stride;
        const std::uint64_t off = level.started[c] + steps - bits_of(clause);
        if (off << (64 - 8 * clause.size) != 0)
            miss(level.loop, "another step", static_cast<const unsigned char*>(
                     const_cast<const void*>(clause.address)), count - 1, count);
    }
}

enum class Kind { Flow, Anti, Output, Header, Exposed };

void judge(Level& level, Kind kind, std::size_t place, const unsigned char* address, int other) {
    static const char* const names[] = {"flow", "anti", "output", "header", "value from before"};
    const Clause* clause = clause_of(level, address);
    const bool is_local = place >= kArena && place < kArena + kStack;
    const bool reduced = clause != nullptr && (clause->role == Role::Sum ||
                                               clause->role == Role::Choice ||
                                               clause->role == Role::Stepped);
    if (!reduced && kind != Kind::Exposed && (kind == Kind::Flow || kind == Kind::Header || !is_local))
        ++(plain ? tallies[level.loop].hard_plain : tallies[level.loop].hard_aliased);
    if (!level.guard || reduced) return;
    if (clause == nullptr) {
        if (kind == Kind::Exposed) return;
    } else if (clause->role == Role::Firstprivate) {
        if (kind != Kind::Flow) return;
    } else if (kind == Kind::Output || kind == Kind::Anti) {
        return;
    }
    miss(level.loop, names[static_cast<int>(kind)], address, other, level.iteration);
}

// A reduction's variable is read once and then written, nothing else.
void follow_update(Level& level, const unsigned char* address, bool is_write) {
    const Clause* clause = clause_of(level, address);
    if (clause == nullptr || clause->role != Role::Sum || !level.guard) return;
    const auto index = clause - level.clauses;
    if (index >= static_cast<std::ptrdiff_t>(kClauses)) return;
    int& pending = level.pending[index];
    if (is_write != (pending == 1))
        miss(level.loop, "use of a reduction's partial value", address, level.iteration,
             level.iteration);
    pending = is_write ? 0 : 1;
}

void touch(const unsigned char* address, std::size_t place, bool is_write, bool is_first_byte) {
    if (owner[place] == kUnnamed) return;
    if (poison[place] != 0) {
        if (!is_write) miss(poison[place] - 1, "value after the loop", address, -1, -1);
        poison[place] = 0;
    }
    for (int l = owner[place]; l < depth; ++l) {
        Level& level = levels[l];
        Cell& cell = cells[place * kLevels + static_cast<std::size_t>(l)];
        if (cell.epoch != level.epoch) cell = {level.epoch, -1, -1, false, false};
        const std::int32_t now = level.iteration;
        if (!level.in_body) {
            if (is_write) continue;
            cell.header_read = true;
            if (cell.writer >= 0) judge(level, Kind::Header, place, address, cell.writer);
            continue;
        }
        if (is_first_byte && level.clause_count != 0) follow_update(level, address, is_write);
        if (is_write) {
            if (cell.writer >= 0 && cell.writer != now)
                judge(level, Kind::Output, place, address, cell.writer);
            if (cell.reader >= 0 && (cell.reader != now || cell.several_readers))
                judge(level, Kind::Anti, place, address, cell.reader);
            if (cell.header_read) judge(level, Kind::Header, place, address, -1);
            cell.writer = now;
        } else {
            if (cell.writer >= 0 && cell.writer != now)
                judge(level, Kind::Flow, place, address, cell.writer);
            if (cell.writer != now && level.clause_count != 0)
                judge(level, Kind::Exposed, place, address, -1);
            if (cell.reader >= 0 && cell.reader != now) cell.several_readers = true;
            cell.reader = now;
        }
    }
}

void access(void* where, std::size_t size, bool is_write) {
    if (!recording) return;
    if (++events > kMostEvents) discard();
    const auto* address = static_cast<const unsigned char*>(where);
    const std::size_t place = slot(address);
    if (place >= kBytes) {
        // Constants of the program are read, and stacks of callees used; the rest is not ours.
        if (address < stack_top && address > stack_top - (1 << 20)) return;
        if (!is_write && address < reinterpret_cast<const unsigned char*>(&_end)) return;
        discard();
    }
    if (place < kArena && (usable[place] == 0 || usable[place + size - 1] == 0)) discard();
    for (std::size_t k = 0; k < size; ++k) touch(address + k, place + k, is_write, k == 0);
}

void* allocate(std::size_t size) {
    const std::size_t rounded = (size + 15) / 16 * 16;
    if (arena == nullptr || used + rounded + 2 * kRedZone > kArena) {
        if (recording) discard();
        return std::malloc(size);
    }
    used += kRedZone;
    const std::size_t first = used;
    // What is not initialised is never a pointer that an earlier run left here.
    std::memset(arena + first, 0, rounded);
    std::memset(usable + first, 1, size);
    std::memset(owner + first, depth, rounded);
    std::memset(poison + first, 0, rounded * sizeof *poison);
    std::memset(cells + first * kLevels, 0, rounded * kLevels * sizeof *cells);
    used += rounded;
    return arena + first;
}

template <typename T>
T* mapped(std::size_t count) {
    void* memory = mmap(nullptr, count * sizeof(T), PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) std::abort();
    return static_cast<T*>(memory);
}

unsigned char* blocks_apart() {
    void* memory = mmap(nullptr, kBlocks * kApart, PROT_NONE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) std::abort();
    auto* const first = static_cast<unsigned char*>(memory);
    for (std::size_t k = 0; k < kBlocks; ++k)
        if (mprotect(first + k * kApart, kBlock, PROT_READ | PROT_WRITE) != 0) std::abort();
    return first;
}

void on_signal(int) { discard(); }

// `reset` makes all memory as it was for the first run of this nest, with other values.
void reset(std::uint32_t seed) {
    random_state = seed * 2654435761U + 12345U;
    used = kBlock * kBlocks;
    object_count = 0;
    depth = 0;
    events = 0;
    std::memset(owner, 0, kArena);
    std::memset(owner + kArena, kUnnamed, kStack);
    std::memset(owner + kArena + kStack, 0, kGlobals);
    std::memset(usable, 0, kArena);
    std::memset(poison, 0, kBytes * sizeof *poison);
}

}  // namespace

bool pause() {
    recording = false;
    return true;
}

void begin_loop(int loop, bool guard, const Clause* clauses, std::size_t count) {
    if (depth == kLevels) discard();
    Level& level = levels[depth++];
    level.loop = loop;
    level.guard = guard;
    level.in_body = false;
    level.epoch = ++epochs;
    level.iteration = -1;
    level.clauses = clauses;
    level.clause_count = count;
    std::memset(level.pending, 0, sizeof level.pending);
    for (std::size_t c = 0; c < count && c < kClauses; ++c)
        if (clauses[c].role == Role::Stepped) level.started[c] = bits_of(clauses[c]);
    ++tallies[loop].entries;
    recording = true;
}

void end_loop() {
    Level& level = levels[--depth];
    if (level.iteration > 0) ++tallies[level.loop].iterated;
    if (level.iteration > 0 && level.guard) ++tallies[level.loop].several;
    if (!level.guard) return;
    follow_steps(level, level.iteration + 1);
    for (std::size_t c = 0; c < level.clause_count; ++c) {
        const Clause& clause = level.clauses[c];
        if (clause.role != Role::Private && clause.role != Role::Lastprivate) continue;
        const std::size_t first = slot(clause.address);
        if (first + clause.size > kBytes) continue;
        for (std::size_t place = first; place < first + clause.size; ++place) {
            const Cell& cell = cells[place * kLevels + static_cast<std::size_t>(depth)];
            if (cell.epoch != level.epoch || cell.writer < 0) continue;
            if (clause.role == Role::Private || cell.writer != level.iteration)
                poison[place] = static_cast<std::uint16_t>(level.loop + 1);
        }
    }
}

void begin_iteration() {
    if (++events > kMostEvents) discard();
    Level& level = levels[depth - 1];
    ++level.iteration;
    level.in_body = true;
    std::memset(level.pending, 0, sizeof level.pending);
    if (level.guard) follow_steps(level, level.iteration);
}

void end_iteration() { levels[depth - 1].in_body = false; }

void declare(const volatile void* address, std::size_t size) {
    const std::size_t place = slot(address);
    if (place + size > kBytes) return;
    std::memset(owner + place, depth, size);
    std::memset(poison + place, 0, size * sizeof *poison);
}

const Argument& argument(int index) { return (*arguments)[static_cast<std::size_t>(index)]; }

void* block_memory(int block) {
    const std::size_t first = kBlock * static_cast<std::size_t>(block) + kRedZone;
    std::memset(usable + first, 1, kBlock - 2 * kRedZone);
    return given_memory + kApart * static_cast<std::size_t>(block) + kBlock / 2;
}

bool apart() { return plain && !rows_shared; }

void share_rows() { rows_shared = true; }

long next_value(int) {
    random_state = random_state * 1664525U + 1013904223U;
    return static_cast<long>((random_state >> 16) % 7);
}

void* known_object(int block, const void* type) {
    for (int k = 0; k < object_count; ++k)
        if (objects[k].block == block && objects[k].type == type) return objects[k].object;
    return nullptr;
}

void remember_object(int block, const void* type, void* object) {
    if (object_count < 16) objects[object_count++] = {block, type, object};
}

}  // namespace oracle

// --- memory --------------------------------------------------------------------------------------

void* operator new(std::size_t size) { return oracle::allocate(size); }
void* operator new[](std::size_t size) { return oracle::allocate(size); }
void operator delete(void*) noexcept {}
void operator delete[](void*) noexcept {}
void operator delete(void*, std::size_t) noexcept {}
void operator delete[](void*, std::size_t) noexcept {}

// --- hooks of the compiler -----------------------------------------------------------------------

#define PCG_HOOKS(SIZE)                                                                        \
    void __tsan_read##SIZE(void* p) { oracle::access(p, SIZE, false); }                        \
    void __tsan_write##SIZE(void* p) { oracle::access(p, SIZE, true); }                        \
    void __tsan_unaligned_read##SIZE(void* p) { oracle::access(p, SIZE, false); }              \
    void __tsan_unaligned_write##SIZE(void* p) { oracle::access(p, SIZE, true); }              \
    void __tsan_volatile_read##SIZE(void* p) { oracle::access(p, SIZE, false); }               \
    void __tsan_volatile_write##SIZE(void* p) { oracle::access(p, SIZE, true); }

extern "C" {
PCG_HOOKS(1)
PCG_HOOKS(2)
PCG_HOOKS(4)
PCG_HOOKS(8)
PCG_HOOKS(16)
void __tsan_read_range(void* p, std::size_t size) { oracle::access(p, size, false); }
void __tsan_write_range(void* p, std::size_t size) { oracle::access(p, size, true); }
void __tsan_init() {}
void __tsan_func_entry(void*) {}
void __tsan_func_exit() {}
void __tsan_vptr_update(void**, void*) {}
void __tsan_vptr_read(void**) {}
void* __tsan_memcpy(void* to, const void* from, std::size_t size) {
    oracle::access(const_cast<void*>(from), size, false);
    oracle::access(to, size, true);
    return std::memcpy(to, from, size);
}
void* __tsan_memmove(void* to, const void* from, std::size_t size) {
    oracle::access(const_cast<void*>(from), size, false);
    oracle::access(to, size, true);
    return std::memmove(to, from, size);
}
void* __tsan_memset(void* to, int value, std::size_t size) {
    oracle::access(to, size, true);
    return std::memset(to, value, size);
}
#define PCG_UNDEFINED(NAME) \
    void __ubsan_handle_##NAME() { if (oracle::recording) oracle::discard(); } \
    void __ubsan_handle_##NAME##_abort() { if (oracle::recording) oracle::discard(); }
PCG_UNDEFINED(add_overflow)
PCG_UNDEFINED(sub_overflow)
PCG_UNDEFINED(mul_overflow)
PCG_UNDEFINED(negate_overflow)
PCG_UNDEFINED(divrem_overflow)
PCG_UNDEFINED(shift_out_of_bounds)
PCG_UNDEFINED(out_of_bounds)
PCG_UNDEFINED(float_cast_overflow)
}

namespace oracle {

// Writes `results`. Input: one run a line: nest, seed, plain, then block, shift and value of each argument.
static int run_all(const char* results) {
    given_memory = blocks_apart();
    arena = mapped<unsigned char>(kArena);
    cells = mapped<Cell>(kBytes * kLevels);
    owner = mapped<std::uint8_t>(kBytes);
    usable = mapped<std::uint8_t>(kArena + 64);
    poison = mapped<std::uint16_t>(kBytes);
    int most = 0;
    for (int k = 0; k < nest_count; ++k)
        if (nests[k].loops > most) most = nests[k].loops;
    tallies = mapped<Tally>(static_cast<std::size_t>(nest_count) * 32);
    Tally* const all = tallies;
    Tally* const before = mapped<Tally>(32);
    stack_t alternative{};
    alternative.ss_sp = mapped<unsigned char>(1 << 16);
    alternative.ss_size = 1 << 16;
    sigaltstack(&alternative, nullptr);
    struct sigaction action{};
    action.sa_handler = on_signal;
    action.sa_flags = SA_NODEFER | SA_ONSTACK;
    for (int number : {SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGILL}) sigaction(number, &action, nullptr);
    auto* const runs = mapped<long>(static_cast<std::size_t>(nest_count) * 2);
    static std::vector<Argument>* const given = new std::vector<Argument>;
    given->reserve(16);
    char* line = nullptr;
    std::size_t capacity = 0;
    while (getline(&line, &capacity, stdin) > 0) {
        char* rest = line;
        const long nest = std::strtol(rest, &rest, 10);
        const auto seed = static_cast<std::uint32_t>(std::strtol(rest, &rest, 10));
        plain = std::strtol(rest, &rest, 10) != 0;
        rows_shared = false;
        given->clear();
        for (char* end = rest;; ) {
            Argument a{};
            a.block = static_cast<int>(std::strtol(rest, &end, 10));
            if (end == rest) break;
            rest = end;
            a.shift = std::strtol(rest, &rest, 10);
            a.value = static_cast<long>(std::strtoul(rest, &rest, 10));
            given->push_back(a);
        }
        arguments = given;
        tallies = all + nest * 32;
        std::memcpy(static_cast<void*>(before), tallies, 32 * sizeof(Tally));
        reset(seed);
        stack_top = static_cast<unsigned char*>(__builtin_frame_address(0)) - 64;
        if (setjmp(escape) == 0) {
            nests[nest].driver();
            recording = false;
            ++runs[nest * 2];
            for (int l = 0; l < nests[nest].loops; ++l) {
                tallies[l].missed += tallies[l].missed_now;
                tallies[l].missed_now = 0;
            }
        } else {
            std::memcpy(static_cast<void*>(tallies), before, 32 * sizeof(Tally));
            ++runs[nest * 2 + 1];
        }
        depth = 0;
    }
    std::FILE* const out = std::fopen(results, "w");
    if (out == nullptr) return 1;
    for (int nest = 0; nest < nest_count; ++nest)
        for (int l = 0; l < nests[nest].loops; ++l) {
            const Tally& t = all[nest * 32 + l];
            std::fprintf(out, "%d\t%d\t%ld\t%ld\t%ld\t%ld\t%ld\t%ld\t%ld\t%ld\t%s\n", nest, l, runs[nest * 2],
                        runs[nest * 2 + 1], t.entries, t.iterated, t.several, t.hard_plain,
                        t.hard_aliased, t.missed, t.finding.text);
        }
    return std::fclose(out);
}

}  // namespace oracle

int main(int, char** words) { return oracle::run_all(words[1]); }
