// Recursions that divide ranges of arrays: the marker stands at the first of the calls.
#include <cstddef>
#include <utility>
#include <vector>

static void merge(int* data, int* spare, int low, int middle, int high) {
    int i = low, j = middle, k = low;
    while (i < middle && j < high) {  // expect: refused
        if (data[j] < data[i]) {
            spare[k++] = data[j++];
        } else {
            spare[k++] = data[i++];
        }
    }
    while (i < middle) spare[k++] = data[i++];  // expect: refused
    while (j < high) spare[k++] = data[j++];    // expect: refused
    for (k = low; k < high; ++k) data[k] = spare[k];  // expect: parallel assuming (data + high <= spare + low || spare + high <= data + low)
}

void merge_sort(int* data, int* spare, int low, int high) {
    if (high - low < 2) return;
    const int middle = low + (high - low) / 2;
    merge_sort(data, spare, low, middle);  // expect: parallel-with tasks assuming (data + high <= spare + low || spare + high <= data + low)
    merge_sort(data, spare, middle, high);
    merge(data, spare, low, middle, high);
}

static int divide(int* data, int low, int high) {
    const int pivot = data[high];
    int end = low;
    for (int i = low; i < high; ++i)  // expect: refused
        if (data[i] < pivot) {
            std::swap(data[end], data[i]);
            ++end;
        }
    std::swap(data[end], data[high]);
    return end;
}

void quick_sort(int* data, int low, int high) {
    if (low >= high) return;
    const int middle = divide(data, low, high);
    quick_sort(data, low, middle - 1);  // expect: parallel-with tasks assuming (stack-suffices)
    quick_sort(data, middle + 1, high);
}

// By a pointer and a length.
double doubled(double* data, int n) {
    if (n < 1) return 0;
    if (n == 1) return data[0] *= 2;
    const int half = n / 2;
    const double left = doubled(data, half);  // expect: parallel-with tasks
    const double right = doubled(data + half, n - half);
    return left + right;
}

// Unsigned numbers, of which nothing says that they are in order.
void numbered(std::vector<int>& data, std::size_t low, std::size_t high, int depth) {
    if (high - low == 0) return;
    if (high - low == 1) {
        data[low] = depth;
        return;
    }
    const std::size_t middle = low + (high - low) / 2;
    numbered(data, low, middle, depth + 1);  // expect: parallel-with tasks assuming low <= high
    numbered(data, middle, high, depth + 1);
}

void thirds(int* data, int low, int high) {
    if (high - low < 3) {
        for (int i = low; i < high; ++i) data[i] += 1;  // expect: parallel
        return;
    }
    const int third = (high - low) / 3;
    thirds(data, low, low + third);  // expect: parallel-with tasks
    thirds(data, low + third, low + 2 * third);
    thirds(data, low + 2 * third, high);
}

// The two arrays change places.
void in_turns(int* one, int* other, int low, int high) {
    if (high - low < 2) return;
    const int middle = low + (high - low) / 2;
    in_turns(other, one, low, middle);  // expect: parallel-with tasks assuming (one + high <= other + low || other + high <= one + low)
    in_turns(other, one, middle, high);
    for (int i = low; i < high; ++i) one[i] += other[i];  // expect: parallel assuming (one + high <= other + low || other + high <= one + low)
}

// From here on, calls do touch the same elements, or PCG cannot see that they do not.
void sharing_the_middle(int* data, int low, int high) {
    if (high - low < 3) {
        for (int i = low; i < high; ++i) data[i] += 1;  // expect: parallel
        return;
    }
    const int middle = low + (high - low) / 2;
    sharing_the_middle(data, low, middle + 1);  // expect: unknown recursion-writes-parameters
    sharing_the_middle(data, middle, high);
}

void to_the_last(int* data, int low, int high) {
    if (high - low < 2) {
        for (int i = low; i <= high; ++i) data[i] += 1;  // expect: parallel
        return;
    }
    const int middle = low + (high - low) / 2;
    to_the_last(data, low, middle);  // expect: unknown recursion-writes-parameters
    to_the_last(data, middle, high);
}

void from_the_one_before(int* data, int low, int high) {
    if (high - low < 2) {
        if (low > 0) data[low] += data[low - 1];
        return;
    }
    const int middle = low + (high - low) / 2;
    from_the_one_before(data, low, middle);  // expect: unknown recursion-writes-parameters
    from_the_one_before(data, middle, high);
}

void offset_by_one(int* data, int n) {
    if (n < 2) {
        if (n > 0) data[0] += 1;
        return;
    }
    const int half = n / 2;
    offset_by_one(data, half + 1);  // expect: unknown recursion-writes-parameters
    offset_by_one(data + half, n - half);
}

void into_one_sum(const int* data, long long* sum, int low, int high) {
    if (high - low < 2) {
        if (high > low) *sum += data[low];
        return;
    }
    const int middle = low + (high - low) / 2;
    into_one_sum(data, sum, low, middle);  // expect: unknown recursion-writes-parameters
    into_one_sum(data, sum, middle, high);
}

void with_a_counter(int* data, int& moves, int low, int high) {
    if (high - low < 2) {
        if (high > low) {
            data[low] += 1;
            ++moves;
        }
        return;
    }
    const int middle = low + (high - low) / 2;
    with_a_counter(data, moves, low, middle);  // expect: unknown recursion-writes-parameters
    with_a_counter(data, moves, middle, high);
}

void two_in_one_slot(const int* data, int* out, int low, int high) {
    if (high - low < 2) {
        if (high > low) out[low / 2] = data[low];
        return;
    }
    const int middle = low + (high - low) / 2;
    two_in_one_slot(data, out, low, middle);  // expect: unknown recursion-writes-parameters
    two_in_one_slot(data, out, middle, high);
}

void that_decides(int* data, int low, int high) {
    if (high - low < 2) {
        if (high > low) data[low] += 1;
        return;
    }
    const int middle = low + (high - low) / 2;
    that_decides(data, low, middle);  // expect: unknown recursion-writes-parameters
    if (data[low] > 3) that_decides(data, middle, high);
}

int* elsewhere = nullptr;
void read_elsewhere(int* data, int low, int high) {
    if (high - low < 2) {
        if (high > low) data[low] = elsewhere[low + 1];
        return;
    }
    const int middle = low + (high - low) / 2;
    read_elsewhere(data, low, middle);  // expect: unknown recursion-writes-parameters
    read_elsewhere(data, middle, high);
}

void by_another_name(int* data, int low, int high) {
    int* const same = data + 1;
    if (high - low < 2) {
        if (high > low) same[low] += 1;
        return;
    }
    const int middle = low + (high - low) / 2;
    by_another_name(data, low, middle);  // expect: unknown recursion-writes-parameters
    by_another_name(data, middle, high);
}

// The sum of the bounds may wrap around.
void wrapping(int* data, std::size_t low, std::size_t high) {
    if (high - low < 2) {
        if (high > low) data[low] += 1;
        return;
    }
    const std::size_t middle = (low + high) / 2;
    wrapping(data, low, middle);  // expect: unknown recursion-writes-parameters
    wrapping(data, middle, high);
}

void narrowed(int* data, int low, int high) {
    if (high - low < 2) {
        if (high > low) data[low] += 1;
        return;
    }
    const unsigned char middle = static_cast<unsigned char>(low + (high - low) / 2);
    narrowed(data, low, middle);  // expect: unknown recursion-writes-parameters
    narrowed(data, middle, high);
}

void two_steps_at_once(int* data, int low, int high) {
    if (high - low < 2) {
        int i = low;
        while (i < high && data[i] < 0) i += 2;  // expect: refused
        data[i] = 1;
        return;
    }
    const int middle = low + (high - low) / 2;
    two_steps_at_once(data, low, middle);  // expect: unknown recursion-writes-parameters
    two_steps_at_once(data, middle, high);
}
