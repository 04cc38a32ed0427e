// Objects with pointers, and what those lead to. Part of the driver; see driver.hpp and graphs.py.
namespace pcg_driver {

// A part of an element: numbers, or a pointer to nodes of the type `target`.
static const int numbers = -2;
static const int landmark = -1;

struct graph_field {
  size_type offset;
  size_type bytes;
  int target;
};

// The last type of every table is that of landmarks, which have no parts.
struct graph_type {
  size_type size;
  size_type alignment;
  const graph_field* fields;
  unsigned number;
  bool is_text;
  bool is_object;

  // Whether elements are just their bytes, all of which count.
  bool is_flat() const {
    size_type bytes = 0;
    for (unsigned i = 0; i < number; ++i) {
      if (fields[i].target != numbers) return false;
      bytes += fields[i].bytes;
    }
    return bytes == size;
  }
};

struct graph_node {
  unsigned type;
  count_type count;
  unsigned char* data;
};

static const unsigned graph_owner_shift = 40;

// A parameter or variable that leads to objects, or is one, or several. Pointers lead to its nodes
// or to those of others. A variable with static storage that is objects has them in its `place`.
struct graph_slot {
  header head;
  const unsigned char* start;
  unsigned char* place_of_first;
  const graph_type* types;
  graph_slot* const* all;
  count_type ordinal;
  count_type slots;
  unsigned char* data;
  graph_node* nodes;
  count_type* by_address;
  count_type number;

  void create(reader& in, const services* host, unsigned slot) {
    start = in.at;
    head.take(in);
    data = 0;
    nodes = 0;
    by_address = 0;
    number = 0;
    if (head.kind == own) {
      in.count();
      in.count();
      number = in.count();
      nodes = new graph_node[number + 1];
      by_address = new count_type[number + 1];
      for (count_type i = 0; i < number; ++i) {
        nodes[i].type = (unsigned)in.count();
        nodes[i].count = in.count();
        const graph_type& type = types[nodes[i].type];
        const size_type bytes = (size_type)nodes[i].count * type.size;
        if (i == 0 && place_of_first) {
          nodes[i].data = place_of_first;
          host->announce(host->context, slot, nodes[i].data, bytes);
        } else {
          nodes[i].data = static_cast<unsigned char*>(
              host->allocate(host->context, slot, bytes, type.alignment));
          // Padding is the same in every call.
          __builtin_memset(nodes[i].data, 0, bytes);
        }
        by_address[i] = i;
      }
      sort();
      skip(in);
    }
  }
  // Not before all are there: pointers may lead to what comes later.
  void resolve(void* const*, void* const*) {
    if (head.kind == same_object) return;
    reader in = {start};
    fill(in);
  }
  // What shares its object with another one.
  void follow(const graph_slot& other) {
    if (head.kind == same_object) data = other.data;
  }
  void fill(reader& in) {
    head.take(in);
    if (head.kind != own) return;
    data = place(in);
    in.count();
    for (count_type i = 0; i < number; ++i) {
      in.count();
      in.count();
    }
    for (count_type i = 0; i < number; ++i) {
      const graph_type& type = types[nodes[i].type];
      if (type.is_flat()) {
        in.take(nodes[i].data, (size_type)nodes[i].count * type.size);
        continue;
      }
      for (count_type j = 0; j < nodes[i].count; ++j) {
        unsigned char* const element = nodes[i].data + j * type.size;
        for (unsigned k = 0; k < type.number; ++k) {
          const graph_field& field = type.fields[k];
          if (field.target == numbers) {
            in.take(element + field.offset, field.bytes);
          } else {
            unsigned char* const led = place(in);
            __builtin_memcpy(element + field.offset, &led, sizeof led);
          }
        }
      }
    }
  }
  void encode(writer& out) const {
    const unsigned char present = head.kind == own;
    out.put(&present, 1);
    if (!present) return;
    put_place(out, data);
    out.count(number);
    for (count_type i = 0; i < number; ++i) {
      out.count(nodes[i].type);
      out.count(nodes[i].count);
    }
    for (count_type i = 0; i < number; ++i) {
      const graph_type& type = types[nodes[i].type];
      if (type.is_flat()) {
        out.put(nodes[i].data, (size_type)nodes[i].count * type.size);
        continue;
      }
      for (count_type j = 0; j < nodes[i].count; ++j) {
        const unsigned char* const element = nodes[i].data + j * type.size;
        for (unsigned k = 0; k < type.number; ++k) {
          const graph_field& field = type.fields[k];
          if (field.target == numbers) {
            out.put(element + field.offset, field.bytes);
          } else {
            unsigned char* led;
            __builtin_memcpy(&led, element + field.offset, sizeof led);
            put_place(out, led);
          }
        }
      }
    }
  }
  void* base() const { return 0; }
  void* object() const { return data; }
  void destroy() {
    delete[] nodes;
    delete[] by_address;
  }

 private:
  // Past the elements of all nodes.
  void skip(reader& in) const {
    for (count_type i = 0; i < number; ++i) {
      const graph_type& type = types[nodes[i].type];
      size_type bytes = 0;
      for (unsigned k = 0; k < type.number; ++k) {
        const bool is_number = type.fields[k].target == numbers;
        bytes += is_number ? type.fields[k].bytes : 2 * sizeof(count_type);
      }
      in.at += (size_type)nodes[i].count * bytes;
    }
  }
  size_type end_of(const graph_node& node) const {
    return (size_type)node.data + (size_type)node.count * types[node.type].size;
  }
  unsigned char* place(reader& in) const {
    const count_type node = in.count();
    const count_type offset = in.count();
    if (!node) return 0;
    const count_type owner = (node - 1) >> graph_owner_shift;
    const count_type index = (node - 1) & (((count_type)1 << graph_owner_shift) - 1);
    if (owner >= slots || index >= all[owner]->number) __builtin_trap();
    const graph_slot& other = *all[owner];
    if (offset > other.end_of(other.nodes[index]) - (size_type)other.nodes[index].data) {
      __builtin_trap();
    }
    return other.nodes[index].data + offset;
  }
  // Where a pointer leads, inside of a node before its end. What is elsewhere is not told, only that
  // the pointer leads there.
  void put_place(writer& out, const unsigned char* led) const {
    if (!led) {
      out.count(0);
      out.count(0);
      return;
    }
    for (int at_end = 0; at_end < 2; ++at_end) {
      for (count_type i = 0; i < slots; ++i) {
        const graph_slot& other = *all[i];
        const graph_node* const node = other.around((size_type)led, at_end != 0);
        if (!node) continue;
        out.count(1 + ((i << graph_owner_shift) | (count_type)(node - other.nodes)));
        out.count((count_type)(led - node->data));
        return;
      }
    }
    out.count(elsewhere);
    out.count(0);
  }
  const graph_node* around(size_type address, bool at_end) const {
    count_type low = 0, high = number;
    while (low < high) {
      const count_type middle = low + (high - low) / 2;
      if ((size_type)nodes[by_address[middle]].data <= address) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (!low) return 0;
    const graph_node& node = nodes[by_address[low - 1]];
    const size_type end = end_of(node);
    const bool is_begin = address == (size_type)node.data;
    return is_begin || address < end || (at_end && address == end) ? &node : 0;
  }
  void sort() {
    for (count_type i = number / 2; i-- > 0;) sift(i, number);
    for (count_type left = number; left > 1; --left) {
      const count_type last = by_address[left - 1];
      by_address[left - 1] = by_address[0];
      by_address[0] = last;
      sift(0, left - 1);
    }
  }
  void sift(count_type at, count_type left) {
    for (;;) {
      count_type child = 2 * at + 1;
      if (child >= left) return;
      if (child + 1 < left && is_before(child, child + 1)) ++child;
      if (!is_before(at, child)) return;
      const count_type moved = by_address[at];
      by_address[at] = by_address[child];
      by_address[child] = moved;
      at = child;
    }
  }
  bool is_before(count_type one, count_type other) const {
    return nodes[by_address[one]].data < nodes[by_address[other]].data;
  }
};

// The elements behind a pointer, which pointers in objects may lead to as well: one node.
struct graph_view {
  graph_slot slot;
  graph_node node;
  count_type first;

  void show(unsigned char* data, count_type count) {
    node.type = 0;
    node.count = count;
    node.data = data;
    first = 0;
    slot.nodes = &node;
    slot.by_address = &first;
    slot.number = 1;
  }
};

}  // namespace pcg_driver
