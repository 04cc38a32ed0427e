// What an instrumented nest sees of the oracle: markers, and the memory its arguments live in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>
#include <vector>

namespace oracle {

enum class Role { Private, Firstprivate, Lastprivate, Sum, Choice, Stepped };

// Of a `Stepped` variable every iteration is said to add `stride` to its bits.
struct Clause {
    Role role;
    const volatile void* address;
    std::size_t size;
    std::uint64_t stride;
};

// Between the two nothing is recorded: guards and clauses are not part of the nest.
bool pause();
void begin_loop(int loop, bool guard, const Clause* clauses, std::size_t count);
void end_loop();
void begin_iteration();
void end_iteration();
void declare(const volatile void* address, std::size_t size);

// One execution of a loop; `guard` tells whether the assumptions of its verdict hold.
struct Loop {
    template <std::size_t N>
    Loop(int loop, bool assumed, const Clause (&clauses)[N]) : guard(assumed) {
        begin_loop(loop, guard, clauses, N - 1);
    }
    ~Loop() { end_loop(); }
    const bool guard;
};

struct Iteration {
    Iteration() { begin_iteration(); }
    ~Iteration() { end_iteration(); }
};

template <typename T>
Clause clause(Role role, T* first, std::size_t count) {
    return {role, (const volatile void*)first, count * sizeof(T), 0};
}

// `amount` is what an iteration adds to the variable, a number or a pointer.
template <typename T, typename Amount>
Clause stepped(T* variable, Amount amount) {
    auto stride = static_cast<std::uint64_t>(amount);
    if constexpr (!std::is_arithmetic_v<T>) stride *= sizeof(**variable);
    return {Role::Stepped, (const volatile void*)variable, sizeof(T), stride};
}

// The arguments of the current run, as the driver's input describes them.
struct Argument {
    int block;
    long shift;
    long value;
};

const Argument& argument(int index);
void* block_memory(int block);
long next_value(int block);

// Whether no two arguments of the current run, nor rows of one, share memory.
bool apart();
void share_rows();

// Two arguments with the same block are the same object.
void* known_object(int block, const void* type);
void remember_object(int block, const void* type, void* object);

template <typename T>
T some(int block) {
    if constexpr (std::is_arithmetic_v<T>) return static_cast<T>(next_value(block));
    else return T{};
}

template <typename T>
T* pointer(int index) {
    static const char type = 0;
    const Argument& a = argument(index);
    T* const middle = static_cast<T*>(block_memory(a.block));
    if (known_object(a.block, &type) == nullptr) {
        remember_object(a.block, &type, middle);
        const long reach = sizeof(T) > 16 ? 64 : 512;
        for (long k = -reach; k < reach; ++k) middle[k] = some<T>(a.block);
    }
    return middle + a.shift;
}

template <typename T>
T number(int index) {
    return static_cast<T>(argument(index).value);
}

template <typename T>
std::vector<T>& vector(int index) {
    static const char type = 0;
    const Argument& a = argument(index);
    if (void* known = known_object(a.block, &type)) return *static_cast<std::vector<T>*>(known);
    auto* made = new std::vector<T>(static_cast<std::size_t>(a.value));
    for (T& x : *made) x = some<T>(a.block);
    remember_object(a.block, &type, made);
    return *made;
}

template <typename T>
std::vector<std::vector<T>>& rows(int index) {
    static const char type = 0;
    const Argument& a = argument(index);
    if (void* known = known_object(a.block, &type))
        return *static_cast<std::vector<std::vector<T>>*>(known);
    auto* made = new std::vector<std::vector<T>>(static_cast<std::size_t>(a.value));
    for (auto& row : *made) {
        row.resize(static_cast<std::size_t>(a.shift));
        for (T& x : row) x = static_cast<T>(next_value(a.block));
    }
    remember_object(a.block, &type, made);
    return *made;
}

template <typename T>
T** row_pointers(int index) {
    static const char type = 0;
    const Argument& a = argument(index);
    if (void* known = known_object(a.block, &type)) return static_cast<T**>(known);
    auto** made = new T*[static_cast<std::size_t>(a.value) + 1];
    for (long r = 0; r < a.value; ++r) {
        made[r] = new T[static_cast<std::size_t>(a.shift) + 1];
        for (long c = 0; c <= a.shift; ++c) made[r][c] = static_cast<T>(next_value(a.block));
    }
    // With an odd block two rows are one, as a program may have them.
    if (a.block % 2 == 1 && a.value > 2) {
        made[2] = made[0];
        share_rows();
    }
    remember_object(a.block, &type, made);
    return made;
}

using Driver = void (*)();
struct Nest {
    Driver driver;
    int loops;
};
extern const Nest nests[];
extern const int nest_count;

}  // namespace oracle
