// The fixed part of every driver: storage for arguments, filled from a case and encoded again.
//
// It comes before the user's text, includes nothing and defines no macro, so that neither side can
// disturb the other. Everything it needs of the outside (memory, output) the host hands it as
// pcg_services. Storage is never inside the timed call.
namespace pcg_driver {

typedef __SIZE_TYPE__ size_type;
typedef unsigned long long count_type;

template <class Type> using same = Type;
template <class Type, size_type Extent> using array_of = Type[Extent];

template <class Type> struct without_const { typedef Type type; };
template <class Type> struct without_const<const Type> { typedef Type type; };

// Mirrored in host.cpp.
struct services {
  void* context;
  void* (*allocate)(void* context, unsigned slot, size_type bytes, size_type alignment);
  void (*announce)(void* context, unsigned slot, const void* begin, size_type bytes);
  void (*write)(void* context, const void* data, size_type bytes);
};

struct reader {
  const unsigned char* at;

  void take(void* target, size_type bytes) {
    if (bytes) __builtin_memcpy(target, at, bytes);
    at += bytes;
  }
  count_type count() {
    count_type value;
    take(&value, sizeof value);
    return value;
  }
  // Whether an object with a constructor is told by its parts, as a recorder writes it.
  bool is_in_parts() { return *at++ != 0; }
};

// A recorder writes what a reader reads; a driver leaves out how an object is told.
struct writer {
  const services* host;
  unsigned char is_recorder;

  void mark_parts() { put(&is_recorder, is_recorder); }

  void put(const void* data, size_type bytes) {
    if (bytes) host->write(host->context, data, bytes);
  }
  void count(count_type value) { put(&value, sizeof value); }
};

// Element codecs. Scalars are copied as they are; structs get generated specialisations that go
// field by field, so that padding never reaches a comparison.
template <class Element> struct codec {
  static const bool flat = true;
  static void get(reader& in, Element& value) { in.take(&value, sizeof(Element)); }
  static void put(writer& out, const Element& value) { out.put(&value, sizeof(Element)); }
};

template <> struct codec<long double> {
  static const bool flat = false;
  static void get(reader& in, long double& value) { in.take(&value, 16); }
  static void put(writer& out, const long double& value) {
    unsigned char bytes[16] = {0};
    __builtin_memcpy(bytes, &value, 10);
    out.put(bytes, 16);
  }
};

// A pointer that nobody uses is null, and told is whether it still is.
template <class Target> struct codec<Target*> {
  static const bool flat = false;
  static void get(reader& in, Target*& value) {
    in.at += 1;
    value = 0;
  }
  static void put(writer& out, Target* const& value) {
    const unsigned char is_set = value != 0;
    out.put(&is_set, 1);
  }
};

template <class Element, size_type Extent> struct codec<Element[Extent]> {
  static const bool flat = codec<Element>::flat;
  static void get(reader& in, Element (&value)[Extent]) {
    for (size_type i = 0; i < Extent; ++i) codec<Element>::get(in, value[i]);
  }
  static void put(writer& out, const Element (&value)[Extent]) {
    for (size_type i = 0; i < Extent; ++i) codec<Element>::put(out, value[i]);
  }
};

template <bool Flat> struct many {
  template <class Element> static void get(reader& in, Element* values, size_type count) {
    in.take(values, count * sizeof(Element));
  }
  template <class Element> static void put(writer& out, const Element* values, size_type count) {
    out.put(values, count * sizeof(Element));
  }
};

template <> struct many<false> {
  template <class Element> static void get(reader& in, Element* values, size_type count) {
    for (size_type i = 0; i < count; ++i) codec<Element>::get(in, values[i]);
  }
  template <class Element> static void put(writer& out, const Element* values, size_type count) {
    for (size_type i = 0; i < count; ++i) codec<Element>::put(out, values[i]);
  }
};

template <class Element> void get_field(reader& in, Element& value) {
  codec<Element>::get(in, value);
}
template <class Element> void put_field(writer& out, const Element& value) {
  codec<Element>::put(out, value);
}

// Element `index` of a value that is laid out as an array of `Part`.
template <class Part, class Value> Part& part_at(const Value& value, size_type index) {
  return ((Part*)&value)[index];
}

// A private member is reached by a name that an explicit instantiation makes of it.
template <class Tag, typename Tag::type Member> struct exposed {
  friend typename Tag::type reach(Tag) { return Member; }
};

// Where a slot's storage is: its own, an element of another slot's, or the same object.
enum mode : unsigned char { own, element_of, same_object };

struct header {
  unsigned char kind;
  unsigned owner;
  count_type offset;
  count_type count;

  void take(reader& in) {
    in.take(&kind, 1);
    owner = 0;
    offset = 0;
    if (kind != own) {
      in.take(&owner, sizeof owner);
      offset = in.count();
    }
    count = in.count();
  }
};

// Elements in a block that the host allocates and guards: values, references, pointers, spans.
template <class Given> struct block_slot {
  typedef typename without_const<Given>::type Element;
  header head;
  Element* data;

  void create(reader& in, const services* host, unsigned slot) {
    reader start = in;
    head.take(in);
    data = 0;
    if (head.kind == own) {
      data = static_cast<Element*>(host->allocate(host->context, slot, head.count * sizeof(Element),
                                                  __alignof__(Element)));
    }
    in = start;
    fill(in);
  }
  void resolve(void* const* bases, void* const*) {
    if (head.kind == element_of) data = static_cast<Element*>(bases[head.owner]) + head.offset;
  }
  void fill(reader& in) {
    head.take(in);
    if (head.kind == own) many<codec<Element>::flat>::get(in, data, head.count);
  }
  void encode(writer& out) const {
    const unsigned char present = head.kind == own;
    out.put(&present, 1);
    if (!present) return;
    out.count(head.count);
    many<codec<Element>::flat>::put(out, data, head.count);
  }
  void* base() const { return data; }
  void* object() const { return 0; }
  void destroy() {}
};

// Where a pointer leads that the function set to memory which is none of the driver's. What is there
// is not told; tools/harness/observation.py mirrors the number.
static const count_type elsewhere = ~(count_type)0;

// Rows behind a pointer to pointers, each in a block of its own or all in one. What the function
// leaves in the table of pointers is told as numbers of rows.
template <class Given> struct rows_slot {
  typedef typename without_const<Given>::type Element;
  header head;
  Element** data;
  Element** rows;
  count_type* lengths;

  void create(reader& in, const services* host, unsigned slot) {
    reader start = in;
    head.take(in);
    data = rows = 0;
    lengths = 0;
    if (head.kind == own) {
      const size_type count = head.count;
      const bool together = in.count() != 0;
      rows = new Element*[count];
      lengths = new count_type[count];
      size_type all = 0;
      for (size_type i = 0; i < count; ++i) all += lengths[i] = in.count();
      Element* next = together ? allocated(host, slot, all) : 0;
      for (size_type i = 0; i < count; ++i) {
        rows[i] = together ? next : allocated(host, slot, lengths[i]);
        if (together) next += lengths[i];
      }
      data = static_cast<Element**>(host->allocate(
          host->context, slot, count * sizeof(Element*), __alignof__(Element*)));
    }
    in = start;
    fill(in);
  }
  static Element* allocated(const services* host, unsigned slot, size_type count) {
    return static_cast<Element*>(
        host->allocate(host->context, slot, count * sizeof(Element), __alignof__(Element)));
  }
  void resolve(void* const*, void* const* objects) {
    if (head.kind == same_object) data = static_cast<Element**>(objects[head.owner]);
  }
  void fill(reader& in) {
    head.take(in);
    if (head.kind != own) return;
    in.count();
    for (size_type i = 0; i < head.count; ++i) in.count();
    for (size_type i = 0; i < head.count; ++i) {
      data[i] = rows[i];
      many<codec<Element>::flat>::get(in, rows[i], lengths[i]);
    }
  }
  void encode(writer& out) const {
    const unsigned char present = head.kind == own;
    out.put(&present, 1);
    if (!present) return;
    out.count(head.count);
    for (size_type i = 0; i < head.count; ++i) {
      out.count(lengths[i]);
      many<codec<Element>::flat>::put(out, rows[i], lengths[i]);
    }
    for (size_type i = 0; i < head.count; ++i) out.count(place_of(data[i], i));
  }
  // The number of the row, most likely `guess`.
  count_type place_of(const Element* row, size_type guess) const {
    if (rows[guess] == row) return guess;
    for (size_type i = 0; i < head.count; ++i) {
      if (rows[i] == row) return i;
    }
    return elsewhere;
  }
  void* base() const { return 0; }
  void* object() const { return data; }
  void destroy() {
    delete[] rows;
    delete[] lengths;
  }
};

// A variable with static storage, set in place.
template <class Given> struct place_slot {
  Given* target;

  void create(reader& in, const services* host, unsigned slot) {
    host->announce(host->context, slot, target, sizeof(Given));
    fill(in);
  }
  void resolve(void* const*, void* const*) {}
  void fill(reader& in) {
    header head;
    head.take(in);
    codec<Given>::get(in, *target);
  }
  void encode(writer& out) const {
    const unsigned char present = 1;
    out.put(&present, 1);
    out.count(1);
    codec<Given>::put(out, *target);
  }
  void* base() const { return target; }
  void* object() const { return 0; }
  void destroy() {}
};

// Before a container: that it is there, and whether its elements are still where they were.
inline unsigned char presence(bool moved) { return moved ? 2 : 1; }

// A vector: the driver's own, another slot's, or (given a target beforehand) a global.
template <class Vector, class Element> struct vector_slot {
  header head;
  Vector* target;
  Vector* owned;
  const void* placed;

  void create(reader& in, const services* host, unsigned slot) {
    reader start = in;
    head.take(in);
    owned = 0;
    if (head.kind == own && !target) {
      target = owned = new Vector();
      // As vectors that have grown: some have room for more than they hold.
      if (head.count % 3 == 2) owned->reserve(head.count + head.count / 2 + 1);
    }
    in = start;
    fill(in);
    if (head.kind == own) {
      host->announce(host->context, slot, target->data(), target->size() * sizeof(Element));
    }
  }
  void resolve(void* const*, void* const* objects) {
    if (head.kind == same_object) target = static_cast<Vector*>(objects[head.owner]);
  }
  void fill(reader& in) {
    head.take(in);
    if (head.kind != own) return;
    target->resize(head.count);
    many<codec<Element>::flat>::get(in, target->data(), head.count);
    placed = target->data();
  }
  void encode(writer& out) const {
    const unsigned char present = head.kind == own ? presence(placed != target->data()) : 0;
    out.put(&present, 1);
    if (!present) return;
    out.count(target->size());
    many<codec<Element>::flat>::put(out, target->data(), target->size());
  }
  void* base() const { return head.kind == own ? (void*)target->data() : 0; }
  void* object() const { return target; }
  void destroy() { delete owned; }
};

// A vector of vectors, row by row.
template <class Vector, class Element> struct nested_slot {
  header head;
  Vector* target;
  Vector* owned;
  size_type placed;

  void create(reader& in, const services* host, unsigned slot) {
    reader start = in;
    head.take(in);
    owned = 0;
    if (head.kind == own && !target) target = owned = new Vector();
    in = start;
    fill(in);
    if (head.kind != own) return;
    typedef typename Vector::value_type Row;
    host->announce(host->context, slot, target->data(), target->size() * sizeof(Row));
  }
  void resolve(void* const*, void* const* objects) {
    if (head.kind == same_object) target = static_cast<Vector*>(objects[head.owner]);
  }
  void fill(reader& in) {
    head.take(in);
    if (head.kind != own) return;
    target->resize(head.count);
    for (size_type row = 0; row < head.count; ++row) {
      const count_type length = in.count();
      (*target)[row].resize(length);
      many<codec<Element>::flat>::get(in, (*target)[row].data(), length);
    }
    placed = places();
  }
  // Where the rows and their elements are, as one number.
  size_type places() const {
    size_type all = (size_type)target->data();
    for (size_type row = 0; row < target->size(); ++row) {
      all = all * 31 + (size_type)(*target)[row].data();
    }
    return all;
  }
  void encode(writer& out) const {
    const unsigned char present = head.kind == own ? presence(placed != places()) : 0;
    out.put(&present, 1);
    if (!present) return;
    out.count(target->size());
    for (size_type row = 0; row < target->size(); ++row) {
      out.count((*target)[row].size());
      many<codec<Element>::flat>::put(out, (*target)[row].data(), (*target)[row].size());
    }
  }
  void* base() const { return 0; }
  void* object() const { return target; }
  void destroy() { delete owned; }
};

// A piece of memory that a pointer may lead into.
struct region {
  const void* begin;
  size_type bytes;
};

// Where a global pointer leads after the call: the number of the region, the one at `guess` before
// others, and how far into it.
inline void encode_target(writer& out, const void* target, const region* regions, size_type number,
                          size_type guess) {
  const char* const at = static_cast<const char*>(target);
  for (size_type i = 0; i <= number; ++i) {
    const size_type index = i == 0 ? guess : i - 1;
    const char* const begin = static_cast<const char*>(regions[index].begin);
    if (begin && begin <= at && at <= begin + regions[index].bytes) {
      out.count(index);
      out.count(at - begin);
      return;
    }
  }
  out.count(target ? elsewhere : number);
  out.count(0);
}

inline void encode_absent(writer& out) {
  const unsigned char present = 0;
  out.put(&present, 1);
}

}  // namespace pcg_driver
