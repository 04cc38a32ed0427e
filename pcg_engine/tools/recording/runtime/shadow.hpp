// The history of every byte that was touched since the last barrier of one parallel construct.
//
// A word is four bytes of memory. As long as its bytes were always touched together it has one
// cell; the first partial access splits it into four. Two readers, the first and the last, are
// enough: a write conflicts with some earlier reader if and only if one of these two is another
// iteration.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <memory>
#include <new>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

extern "C" {
void *__real_malloc(std::size_t);
void *__real_calloc(std::size_t, std::size_t);
}

namespace {

// All containers of the run-time use this allocator, for two reasons. The run-time's own blocks
// must not be taken for the program's. And instances of templates over an unnamed namespace are
// local to this object: an instance shared with the program would be instrumented in one of the
// two and not in the other, and the linker would keep either.
template <class T> struct Own {
  using value_type = T;
  Own() = default;
  template <class U> Own(const Own<U> &) {}
  T *allocate(std::size_t n) {
    void *block = __real_malloc(n * sizeof(T));
    if (block == nullptr) std::abort();
    return static_cast<T *>(block);
  }
  void deallocate(T *block, std::size_t) { std::free(block); }
  template <class U> bool operator==(const Own<U> &) const { return true; }
  template <class U> bool operator!=(const Own<U> &) const { return false; }
};

template <class T> using Vector = std::vector<T, Own<T>>;
template <class T> using Deque = std::deque<T, Own<T>>;
using String = std::basic_string<char, std::char_traits<char>, Own<char>>;

struct Hash {
  std::size_t operator()(std::uint64_t key) const { return key * 0x9E3779B97F4A7C15ull >> 20; }
  std::size_t operator()(const String &key) const {
    std::size_t hash = 1469598103934665603ull;
    for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
    return hash;
  }
};
template <class K, class V>
using Map = std::unordered_map<K, V, Hash, std::equal_to<K>, Own<std::pair<const K, V>>>;

String text(std::uint64_t number) {
  char digits[24];
  std::snprintf(digits, sizeof digits, "%llu", static_cast<unsigned long long>(number));
  return digits;
}

String text(long long number) {
  char digits[24];
  std::snprintf(digits, sizeof digits, "%lld", number);
  return digits;
}

using Address = std::uintptr_t;
using Owner = std::uint32_t;
using Site = std::uint32_t;

constexpr Owner NOBODY = 0;     // not touched
constexpr Owner EVERYBODY = 1;  // code of a region that every thread runs
constexpr Owner FIRST_OWNER = 2;

struct Entry {
  Owner owner;
  Site site;
};

struct Cell {
  Entry writer;
  Entry first_reader;
  Entry last_reader;
};

struct Word {
  std::uint32_t epoch;
  std::uint32_t split;  // 1 + index of the four cells of its bytes; 0: `cell` holds for all
  Cell cell;
};

constexpr unsigned PAGE_BITS = 12;
constexpr std::size_t WORDS_PER_PAGE = (std::size_t{1} << PAGE_BITS) / 4;

struct Page {
  Word words[WORDS_PER_PAGE];
};

struct Bytes {
  Cell cells[4];
};

std::size_t shadow_bytes = 0;

class Shadow {
public:
  // Forgets everything in constant time.
  void renew() {
    ++epoch_;
    splits_.clear();
  }

  // The word at `index` (address / 4) in the current epoch, or null when memory ran out.
  Word *word(Address index, std::size_t limit) {
    const Address number = index / WORDS_PER_PAGE;
    Slot &slot = cache_[number % CACHE];
    if (slot.page == nullptr || slot.number != number) {
      Page *page = find(number, limit);
      if (page == nullptr) return nullptr;
      slot = {number, page};
    }
    Word &word = slot.page->words[index % WORDS_PER_PAGE];
    if (word.epoch != epoch_) {
      word = Word{epoch_, 0, {}};
    }
    return &word;
  }

  Cell *bytes(Word &word) {
    if (word.split == 0) {
      splits_.push_back({{word.cell, word.cell, word.cell, word.cell}});
      word.split = static_cast<std::uint32_t>(splits_.size());
    }
    return splits_[word.split - 1].cells;
  }

  // A fresh block was allocated there: what was recorded concerns another object.
  void forget(Address begin, Address end) {
    Address index = begin / 4;
    const Address stop = (end + 3) / 4;
    while (index < stop) {
      const Address number = index / WORDS_PER_PAGE;
      const Address page_end = (number + 1) * WORDS_PER_PAGE;
      const Address until = page_end < stop ? page_end : stop;
      const auto found = pages_.find(number);
      if (found != pages_.end()) {
        for (; index < until; ++index) found->second->words[index % WORDS_PER_PAGE].epoch = 0;
      }
      index = until;
    }
  }

private:
  struct Slot {
    Address number;
    Page *page;
  };
  static constexpr std::size_t CACHE = 4096;

  Page *find(Address number, std::size_t limit) {
    const auto found = pages_.find(number);
    if (found != pages_.end()) return found->second;
    const std::size_t splits = splits_.size() * sizeof(Bytes);
    if (shadow_bytes + splits + sizeof(Page) > limit) return nullptr;
    Page *page = static_cast<Page *>(__real_calloc(1, sizeof(Page)));
    if (page == nullptr) return nullptr;
    shadow_bytes += sizeof(Page);
    pages_.emplace(number, page);
    return page;
  }

  std::uint32_t epoch_ = 1;
  Slot cache_[CACHE] = {};
  Map<Address, Page *> pages_;  // kept for the next construct
  Deque<Bytes> splits_;
};

// Where an access is in the program: the access itself and, if that is in a callee, the call in
// the function that holds the construct. Interned, since every byte's history refers to it.
struct Place {
  Address access;
  Address call;
};

class Places {
public:
  Site intern(Address access, Address call) {
    const std::uint64_t key = access * 0x9E3779B97F4A7C15ull ^ call * 0xC2B2AE3D27D4EB4Full;
    Cached &cached = cache_[(key >> 40) % CACHE];
    if (cached.site != 0 && cached.place.access == access && cached.place.call == call)
      return cached.site;
    Vector<Site> &sites = sites_[key];
    for (const Site site : sites) {
      const Place &place = places_[site - 1];
      if (place.access == access && place.call == call) {
        cached = {place, site};
        return site;
      }
    }
    places_.push_back({access, call});
    const Site site = static_cast<Site>(places_.size());
    sites.push_back(site);
    cached = {{access, call}, site};
    return site;
  }

  Place at(Site site) const { return site == 0 ? Place{0, 0} : places_[site - 1]; }

private:
  struct Cached {
    Place place;
    Site site;
  };
  static constexpr std::size_t CACHE = 4096;
  Cached cache_[CACHE] = {};
  Vector<Place> places_;
  Map<std::uint64_t, Vector<Site>> sites_;
};

template <class T> T *make() {
  void *block = __real_malloc(sizeof(T));
  if (block == nullptr) std::abort();
  return new (block) T;
}

}  // namespace
