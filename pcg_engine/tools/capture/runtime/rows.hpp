// Rows behind pointers to pointers, as the recorder writes them. Behind recorder.hpp.
namespace pcg_capture {

// The rows that a table of pointers leads to: each as long as its block, or up to where the next row
// in the same block begins. What a pointer that was never set leads to has no elements.
inline void sift_addresses(size_type* all, size_type at, size_type number) {
  for (size_type child; (child = 2 * at + 1) < number; at = child) {
    if (child + 1 < number && all[child] < all[child + 1]) ++child;
    if (all[at] >= all[child]) return;
    const size_type moved = all[at];
    all[at] = all[child];
    all[child] = moved;
  }
}

inline size_type next_row(const size_type* sorted, size_type number, size_type row) {
  size_type low = 0;
  for (size_type high = number; low < high;) {
    const size_type middle = low + (high - low) / 2;
    if (sorted[middle] <= row) low = middle + 1;
    else high = middle;
  }
  return low < number ? sorted[low] : ~(size_type)0;
}

template <class Element, bool is_const> inline void put_rows(writer& out, const slot& self) {
  sink* const target = static_cast<sink*>(out.host->context);
  const size_type number = self.count;
  target->from(self.data, number * sizeof(void*));
  void* const made = pcg_capture_get_zeros(2 * number + 1, sizeof(size_type));
  if (!made) {
    target->failed = true;
    return;
  }
  size_type* const sorted = static_cast<size_type*>(made);
  size_type* const lengths = sorted + number;
  const size_type* const rows = reinterpret_cast<const size_type*>(self.data);
  for (size_type i = 0; i < number; ++i) __builtin_memcpy(sorted + i, rows + i, sizeof(size_type));
  for (size_type i = number / 2; i-- > 0;) sift_addresses(sorted, i, number);
  for (size_type left = number; left > 1; --left) {
    const size_type last = sorted[left - 1];
    sorted[left - 1] = sorted[0];
    sorted[0] = last;
    sift_addresses(sorted, 0, left - 1);
  }
  // What two pointers of the table lead to would be two rows in the replay, which is the same where
  // nothing can be written through them.
  for (size_type i = 1; i < number && !is_const; ++i) {
    target->has_overlap |= sorted[i] == sorted[i - 1] && memory_around(sorted[i]).bytes;
  }
  bool are_together = number > 0;
  for (size_type i = 0; i < number; ++i) {
    size_type row;
    __builtin_memcpy(&row, rows + i, sizeof row);
    const block around = memory_around(row);
    size_type end = around.begin + around.bytes;
    const size_type next = next_row(sorted, number, row);
    if (next < end) end = next;
    if (around.bytes) lengths[i] = (end - row) / sizeof(Element);
    size_type following = row + lengths[i] * sizeof(Element);
    if (i + 1 < number) __builtin_memcpy(&following, rows + i + 1, sizeof following);
    are_together = are_together && row + lengths[i] * sizeof(Element) == following;
  }
  out.count(are_together);
  for (size_type i = 0; i < number; ++i) out.count(lengths[i]);
  for (size_type i = 0; i < number; ++i) {
    const Element* row;
    __builtin_memcpy(&row, rows + i, sizeof row);
    pcg_driver::many<pcg_driver::codec<Element>::flat>::put(out, row, lengths[i]);
  }
  pcg_capture_give(made);
}

}  // namespace pcg_capture

