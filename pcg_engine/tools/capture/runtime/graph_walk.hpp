// Finds what objects with pointers lead to, each block once. Behind blocks.hpp and graphs.hpp, before
// recorder.hpp.
namespace pcg_capture {

using pcg_driver::graph_field;
using pcg_driver::graph_type;

struct graph_place {
  count_type node;
  count_type offset;
};

// `owner` is the ordinal of the parameter that the node belongs to, `index` its number there.
struct graph_found {
  const graph_type* type;
  count_type type_number;
  count_type owner;
  count_type index;
  const unsigned char* data;
  count_type count;

  const unsigned char* end() const { return data + count * type->size; }
};

class graph_walk {
 public:
  graph_walk() : blocks_(0), blocks_number_(0), is_known_(false), nodes_(0), number_(0), room_(0),
                 bytes_(0), loose_(0), loose_number_(0), roots_number_(0), begin_(0), landmark_(nowhere_) {}
  graph_walk(const graph_walk&) = delete;
  ~graph_walk() {
    if (blocks_) pcg_capture_give(blocks_);
    if (nodes_) pcg_capture_give(nodes_);
    if (loose_) pcg_capture_give(loose_);
  }

  // Notes objects that a parameter or variable is itself, before any visit: whatever leads there
  // leads to the first node of `owner`.
  void note(const graph_type* type, const unsigned char* data, count_type count,
            count_type owner) {
    if (roots_number_ == most_roots_) return;
    const graph_found added = {type, 0, owner, 0, data, count};
    roots_[roots_number_++] = added;
  }

  // Everything that `data` leads to, an element of type `root` by value (`extent` of them) or
  // behind a pointer; what earlier parameters have led to is theirs.
  refusal_type visit(const graph_type* types, unsigned types_number, int root, bool by_value,
                     count_type extent, const unsigned char* data, count_type owner) {
    types_ = types;
    types_number_ = types_number;
    owner_ = owner;
    begin_ = number_;
    landmark_ = nowhere_;
    if (!is_known_ && !look()) return no_room;
    refusal_type found = accepted;
    if (by_value) {
      root_.offset = 0;
      found = add(data, root, extent, false, root_.node);
    } else {
      found = place_of(data, root, root_);
    }
    for (count_type at = begin_; found == accepted && at < number_; ++at) {
      const graph_found node = nodes_[at];
      if (node.type->is_flat()) continue;
      for (count_type j = 0; found == accepted && j < node.count; ++j) {
        for (unsigned k = 0; found == accepted && k < node.type->number; ++k) {
          const graph_field& field = node.type->fields[k];
          if (field.target == pcg_driver::numbers) continue;
          graph_place led;
          found = place_of(pointer_at(node.data + j * node.type->size + field.offset),
                           field.target, led);
        }
      }
    }
    return found;
  }
  // How many nodes the last visit found.
  count_type count() const { return number_ - begin_; }

  // The nodes of the last visit, in the case format.
  template <class Sink> void write(Sink& out) {
    put(out, root_);
    const count_type found = count();
    out.append(&found, sizeof found);
    for (count_type at = begin_; at < number_; ++at) {
      out.append(&nodes_[at].type_number, sizeof(count_type));
      out.append(&nodes_[at].count, sizeof(count_type));
    }
    for (count_type at = begin_; at < number_; ++at) {
      const graph_found node = nodes_[at];
      const size_type bytes = (size_type)(node.end() - node.data);
      if (!node.count) continue;
      out.from(node.data, bytes);
      if (node.type->is_flat()) {
        out.append(node.data, bytes);
        continue;
      }
      for (count_type j = 0; j < node.count; ++j) {
        const unsigned char* const element = node.data + j * node.type->size;
        for (unsigned k = 0; k < node.type->number; ++k) {
          const graph_field& field = node.type->fields[k];
          if (field.target == pcg_driver::numbers) {
            out.append(element + field.offset, field.bytes);
            continue;
          }
          graph_place led = {0, 0};
          place_of(pointer_at(element + field.offset), field.target, led);
          put(out, led);
        }
      }
    }
  }

 private:
  static const count_type nowhere_ = ~(count_type)0;
  static const size_type most_loose_ = 4096;
  static const size_type most_roots_ = slots_number + 1;

  struct known_block {
    size_type begin;
    size_type bytes;
    count_type node;
  };

  static const unsigned char* pointer_at(const unsigned char* at) {
    const unsigned char* led;
    __builtin_memcpy(&led, at, sizeof led);
    return led;
  }
  template <class Sink> static void put(Sink& out, const graph_place& led) {
    out.append(&led.node, sizeof led.node);
    out.append(&led.offset, sizeof led.offset);
  }

  // All blocks as they are now, in the order of their addresses.
  bool look() {
    const lock guard(block_flag);
    is_known_ = true;
    if (blocks_unknown) return true;
    size_type live = 0;
    for (size_type i = 0; i < block_room; ++i) live += blocks[i].begin > gone;
    blocks_ = static_cast<known_block*>(pcg_capture_get((live + 1) * sizeof(known_block)));
    if (!blocks_) return false;
    for (size_type i = 0; i < block_room; ++i) {
      if (blocks[i].begin <= gone) continue;
      const known_block added = {blocks[i].begin, blocks[i].bytes, nowhere_};
      blocks_[blocks_number_++] = added;
    }
    for (size_type i = blocks_number_ / 2; i-- > 0;) sift(i, blocks_number_);
    for (size_type left = blocks_number_; left > 1; --left) {
      const known_block last = blocks_[left - 1];
      blocks_[left - 1] = blocks_[0];
      blocks_[0] = last;
      sift(0, left - 1);
    }
    return true;
  }
  void sift(size_type at, size_type left) {
    for (;;) {
      size_type child = 2 * at + 1;
      if (child >= left) return;
      if (child + 1 < left && blocks_[child].begin < blocks_[child + 1].begin) ++child;
      if (blocks_[at].begin >= blocks_[child].begin) return;
      const known_block moved = blocks_[at];
      blocks_[at] = blocks_[child];
      blocks_[child] = moved;
      at = child;
    }
  }
  known_block* around(size_type address) {
    size_type low = 0, high = blocks_number_;
    while (low < high) {
      const size_type middle = low + (high - low) / 2;
      if (blocks_[middle].begin <= address) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (!low) return 0;
    known_block& one = blocks_[low - 1];
    // One past the end belongs to the block, too, if it is no other one's begin.
    return address <= one.begin + one.bytes ? &one : 0;
  }

  // Two parameters number their types each for itself.
  static bool are_alike(const graph_type& one, const graph_type& other) {
    if (one.size != other.size || one.number != other.number) return false;
    for (unsigned i = 0; i < one.number; ++i) {
      const graph_field& first = one.fields[i];
      const graph_field& second = other.fields[i];
      if (first.offset != second.offset || first.bytes != second.bytes) return false;
      if ((first.target == pcg_driver::numbers) != (second.target == pcg_driver::numbers)) {
        return false;
      }
    }
    return true;
  }

  refusal_type place_of(const unsigned char* led, int target, graph_place& found) {
    found.node = 0;
    found.offset = 0;
    if (!led) return accepted;
    if (target == pcg_driver::landmark) return landmark(found);
    const graph_type& type = types_[target];
    for (size_type i = 0; i < roots_number_; ++i) {
      if (led >= roots_[i].data && led < roots_[i].end()) return lead(roots_[i], led, type, found);
    }
    if (known_block* const block = around((size_type)led)) {
      if (block->node == nowhere_) {
        const size_type before = ((size_type)led - block->begin) % type.size;
        const count_type count = (block->bytes - before) / type.size;
        const unsigned char* const begin = (const unsigned char*)(block->begin + before);
        count_type made;
        const refusal_type why = add(begin, target, count, false, made);
        if (why != accepted) return why;
        block->node = number_ - 1;
      }
      return lead(nodes_[block->node], led, type, found);
    }
    for (size_type i = 0; i < loose_number_; ++i) {
      const graph_found& node = nodes_[loose_[i]];
      if (led >= node.data && led < node.end()) return lead(node, led, type, found);
    }
    if (!is_readable(led, led + type.size)) return landmark(found);
    count_type count = 1;
    if (type.is_text) {
      const unsigned char* at = led;
      while (*at) {
        ++at;
        if (((size_type)at & 4095) == 0 && !is_readable(at, at + 1)) return unreadable;
      }
      count = (count_type)(at - led) + 1;
    } else if (!type.is_object) {
      return unknown_extent;
    }
    if (!type.is_text && is_around_others(led, led + count * type.size)) return unlike_overlap;
    return add(led, target, count, true, found.node);
  }
  // Whether a part of these bytes was found before, as an object that lies inside of this one.
  bool is_around_others(const unsigned char* begin, const unsigned char* end) const {
    for (size_type i = 0; i < roots_number_; ++i) {
      if (roots_[i].data < end && begin < roots_[i].end()) return true;
    }
    for (size_type i = 0; i < loose_number_; ++i) {
      const graph_found& node = nodes_[loose_[i]];
      if (node.data < end && begin < node.end()) return true;
    }
    return false;
  }
  refusal_type lead(const graph_found& node, const unsigned char* led, const graph_type& type,
                    graph_place& found) const {
    if (!are_alike(*node.type, type) || led < node.data) return unlike_overlap;
    found.node = named(node.owner, node.index);
    found.offset = (count_type)(led - node.data);
    return accepted;
  }
  static count_type named(count_type owner, count_type index) {
    return 1 + ((owner << pcg_driver::graph_owner_shift) | index);
  }
  // Whatever the function does not look at, and what cannot be read.
  refusal_type landmark(graph_place& found) {
    if (landmark_ == nowhere_) {
      const refusal_type why = add(0, (int)types_number_, 0, false, found.node);
      if (why != accepted) return why;
      landmark_ = found.node;
    }
    found.node = landmark_;
    return accepted;
  }
  refusal_type add(const unsigned char* data, int type, count_type count, bool is_loose,
                   count_type& place) {
    bytes_ += (size_type)count * types_[type].size + 16;
    if (bytes_ > most_bytes) return too_large;
    if (number_ == room_) {
      const size_type wanted = room_ ? 2 * room_ : 64;
      void* const made = pcg_capture_get_other(nodes_, wanted * sizeof(graph_found));
      if (!made) return no_room;
      nodes_ = static_cast<graph_found*>(made);
      room_ = wanted;
    }
    if (is_loose) {
      if (loose_number_ == most_loose_) return too_large;
      if (!loose_) {
        loose_ = static_cast<count_type*>(pcg_capture_get(most_loose_ * sizeof(count_type)));
        if (!loose_) return no_room;
      }
      loose_[loose_number_++] = number_;
    }
    const graph_found added = {&types_[type], (count_type)type, owner_, number_ - begin_,
                               data, count};
    nodes_[number_++] = added;
    place = named(added.owner, added.index);
    return accepted;
  }

  known_block* blocks_;
  size_type blocks_number_;
  bool is_known_;
  graph_found* nodes_;
  count_type number_;
  count_type room_;
  size_type bytes_;
  count_type* loose_;
  size_type loose_number_;
  graph_found roots_[most_roots_];
  size_type roots_number_;
  count_type begin_;
  count_type landmark_;
  const graph_type* types_;
  unsigned types_number_;
  count_type owner_;
  graph_place root_;
};

}  // namespace pcg_capture
