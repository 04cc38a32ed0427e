// Codecs of values of any size, and the slots that hold them. Part of the driver; see driver.hpp.
struct pcg_driver_place {
  void* at;
};
inline void* operator new(__SIZE_TYPE__, pcg_driver_place place) noexcept { return place.at; }
inline void operator delete(void*, pcg_driver_place) noexcept {}

namespace pcg_driver {

// Where the parts of a value are, as one number: 0 for what has no storage besides its own.
template <class Value> struct places {
  static size_type of(const Value&) { return 0; }
};

template <class Container> size_type places_of_elements(const Container& value) {
  size_type all = 0;
  typedef typename Container::const_iterator iterator;
  for (iterator it = value.begin(); it != value.end(); ++it) {
    all += (size_type)&*it * 31 + places<typename Container::value_type>::of(*it);
  }
  return all;
}

// An object on the heap; classes that need arguments have a specialisation that reads them.
template <class Value> struct made {
  static Value* from(reader&) { return new Value(); }
};

// A value with storage of its own that a codec fills from the beginning.
template <class Value> struct temporary {
  Value value;
  explicit temporary(reader& in) : value() { codec<Value>::get(in, value); }
};

template <class Container, class Element> struct grown_codec {
  static const bool flat = false;
  static void get(reader& in, Container& value) {
    const count_type count = in.count();
    value.clear();
    for (count_type i = 0; i < count; ++i) {
      value.emplace_back();
      codec<Element>::get(in, value.back());
    }
  }
  static void put(writer& out, const Container& value) {
    out.count(value.size());
    typedef typename Container::const_iterator iterator;
    for (iterator it = value.begin(); it != value.end(); ++it) codec<Element>::put(out, *it);
  }
};

// Elements that a constructor makes from what is read.
template <class Container, class Element>
struct constructed_codec : grown_codec<Container, Element> {
  static void get(reader& in, Container& value) {
    const count_type count = in.count();
    value.clear();
    for (count_type i = 0; i < count; ++i) {
      const reader start = in;
      Element* const one = made<Element>::from(in);
      in = start;
      codec<Element>::get(in, *one);
      value.push_back(static_cast<Element&&>(*one));
      delete one;
    }
  }
};

// Sets the elements that are there, from a number of values in turn.
template <class Container, class Element> void refresh(reader& in, Container& value) {
  const count_type count = in.count();
  const count_type bytes = in.count();
  const unsigned char* const first = in.at;
  count_type next = 0;
  typedef typename Container::iterator iterator;
  for (iterator it = value.begin(); count && it != value.end(); ++it, ++next) {
    if (next % count == 0) in.at = first;
    codec<Element>::get(in, *it);
  }
  in.at = first + bytes;
}

// A constructed object in the place of another one.
template <class Value> pcg_driver_place emptied(Value& value) {
  pcg_driver_place here = {&value};
  value.~Value();
  return here;
}

template <class Container, class Element> struct bits_codec {
  static const bool flat = false;
  static void get(reader& in, Container& value) {
    const count_type count = in.count();
    value.clear();
    for (count_type i = 0; i < count; ++i) value.push_back(temporary<Element>(in).value);
  }
  static void put(writer& out, const Container& value) {
    out.count(value.size());
    for (size_type i = 0; i < value.size(); ++i) codec<Element>::put(out, value[i]);
  }
};

template <class String, class Element> struct string_codec {
  static const bool flat = false;
  static void get(reader& in, String& value) {
    value.resize(in.count());
    if (!value.empty()) in.take(&value[0], value.size() * sizeof(Element));
  }
  static void put(writer& out, const String& value) {
    out.count(value.size());
    out.put(value.data(), value.size() * sizeof(Element));
  }
};

template <class Container, class Element> struct set_codec : grown_codec<Container, Element> {
  static void get(reader& in, Container& value) {
    const count_type count = in.count();
    value.clear();
    for (count_type i = 0; i < count; ++i) {
      temporary<Element> element(in);
      value.insert(static_cast<Element&&>(element.value));
    }
  }
};

template <class Container, class Key, class Mapped> struct map_codec {
  static const bool flat = false;
  static void get(reader& in, Container& value) {
    const count_type count = in.count();
    value.clear();
    for (count_type i = 0; i < count; ++i) {
      temporary<Key> key(in);
      codec<Mapped>::get(in, value[static_cast<Key&&>(key.value)]);
    }
  }
  static void put(writer& out, const Container& value) {
    out.count(value.size());
    typedef typename Container::const_iterator iterator;
    for (iterator it = value.begin(); it != value.end(); ++it) {
      codec<Key>::put(out, it->first);
      codec<Mapped>::put(out, it->second);
    }
  }
};

template <class Container, class Key, class Mapped>
struct multimap_codec : map_codec<Container, Key, Mapped> {
  static void get(reader& in, Container& value) {
    const count_type count = in.count();
    value.clear();
    for (count_type i = 0; i < count; ++i) {
      temporary<Key> key(in);
      temporary<Mapped> mapped(in);
      value.insert(typename Container::value_type(static_cast<Key&&>(key.value),
                                                  static_cast<Mapped&&>(mapped.value)));
    }
  }
};

template <class Array, class Element> struct valarray_codec {
  static const bool flat = false;
  static void get(reader& in, Array& value) {
    value.resize(in.count());
    for (size_type i = 0; i < value.size(); ++i) codec<Element>::get(in, value[i]);
  }
  static void put(writer& out, const Array& value) {
    out.count(value.size());
    for (size_type i = 0; i < value.size(); ++i) codec<Element>::put(out, value[i]);
  }
};

template <class Optional, class Element> struct optional_codec {
  static const bool flat = false;
  static void get(reader& in, Optional& value) {
    value.reset();
    if (in.count()) codec<Element>::get(in, value.emplace());
  }
  static void put(writer& out, const Optional& value) {
    out.count(value ? 1 : 0);
    if (value) codec<Element>::put(out, *value);
  }
};

template <class Owner, class Element> struct owner_codec {
  static const bool flat = false;
  static void get(reader& in, Owner& value) {
    value.reset();
    if (!in.count()) return;
    value.reset(new Element());
    codec<Element>::get(in, *value);
  }
  static void put(writer& out, const Owner& value) {
    out.count(value ? 1 : 0);
    if (value) codec<Element>::put(out, *value);
  }
};

// Engines are plain numbers, and two are equal if these are.
template <class Engine, class Word> struct engine_codec {
  static const bool flat = false;
  static void get(reader& in, Engine& value) {
    in.count();
    value.seed(static_cast<typename Engine::result_type>(temporary<Word>(in).value));
  }
  static void put(writer& out, const Engine& value) {
    const size_type words = (sizeof(Engine) + sizeof(Word) - 1) / sizeof(Word);
    Word state[words] = {};
    __builtin_memcpy(state, &value, sizeof(Engine));
    out.count(words);
    out.put(state, sizeof state);
  }
};

// Text and then the bits of the stream's state, as an element of its own.
template <class Stream, class Element> struct output_stream_codec {
  static const bool flat = false;
  static void get(reader& in, Stream& value) {
    in.count();
    value.clear();
    value.str("");
  }
  static void put(writer& out, const Stream& value) { put_text(out, value.str(), value.rdstate()); }

  template <class String> static void put_text(writer& out, const String& text, int state) {
    const Element last = static_cast<Element>(state);
    out.count(text.size() + 1);
    out.put(text.data(), text.size());
    out.put(&last, 1);
  }
};

template <class Stream, class Element>
struct input_stream_codec : output_stream_codec<Stream, Element> {
  static void get(reader& in, Stream& value) {
    const count_type bytes = in.count();
    value.clear();
    value.str(typename without_const<decltype(value.str())>::type((const char*)in.at, bytes));
    in.at += bytes;
  }
  static void put(writer& out, const Stream& given) {
    Stream& value = const_cast<Stream&>(given);
    const int state = value.rdstate();
    value.clear();
    const long long at = value.tellg();
    value.clear();
    value.setstate(static_cast<decltype(value.rdstate())>(state));
    const bool is_read = at < 0;
    output_stream_codec<Stream, Element>::put_text(
        out, value.str().substr(is_read ? value.str().size() : at), state);
  }
};

template <class Array, class Element> struct fixed_codec {
  static const bool flat = false;
  static const size_type extent = sizeof(Array) / sizeof(Element);
  static void get(reader& in, Array& value) {
    in.count();
    for (size_type i = 0; i < extent; ++i) codec<Element>::get(in, value[i]);
  }
  static void put(writer& out, const Array& value) {
    out.count(extent);
    for (size_type i = 0; i < extent; ++i) codec<Element>::put(out, value[i]);
  }
};

// An object: the driver's own, another slot's, or (given a target beforehand) a global.
template <class Given> struct object_slot {
  typedef typename without_const<Given>::type Value;
  header head;
  Value* target;
  Value* owned;
  size_type placed;

  void create(reader& in, const services* host, unsigned slot) {
    reader start = in;
    head.take(in);
    owned = 0;
    if (head.kind == own && !target) target = owned = made<Value>::from(in);
    in = start;
    fill(in);
    if (head.kind == own) host->announce(host->context, slot, target, sizeof(Value));
  }
  void resolve(void* const*, void* const* objects) {
    if (head.kind == same_object) target = static_cast<Value*>(objects[head.owner]);
  }
  void fill(reader& in) {
    head.take(in);
    if (head.kind != own) return;
    codec<Value>::get(in, *target);
    placed = places<Value>::of(*target);
  }
  void encode(writer& out) const {
    const bool moved = head.kind == own && placed != places<Value>::of(*target);
    const unsigned char present = head.kind == own ? presence(moved) : 0;
    out.put(&present, 1);
    if (present) codec<Value>::put(out, *target);
  }
  void* base() const { return 0; }
  void* object() const { return target; }
  void destroy() { delete owned; }
};

// A result that refers to something.
template <class Value> struct reference_result {
  const Value* target;

  void encode(writer& out) const {
    const unsigned char present = target != 0;
    out.put(&present, 1);
    if (present) codec<Value>::put(out, *target);
  }
};

// A result that is made where it stays; what was there goes outside of the timed call.
template <class Value> struct object_result {
  Value* target;
  void* storage;

  void create() {
    target = 0;
    storage = ::operator new(sizeof(Value));
  }
  pcg_driver_place place() {
    pcg_driver_place here = {storage};
    return here;
  }
  void clear() {
    if (target) target->~Value();
    target = 0;
  }
  void encode(writer& out) const {
    const unsigned char present = target != 0;
    out.put(&present, 1);
    if (present) codec<Value>::put(out, *target);
  }
  void destroy() {
    clear();
    ::operator delete(storage);
  }
};

}  // namespace pcg_driver
