// Containers of the run-times, text, and places in the program.

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

#ifndef PCG_FREE  // a run-time that stands in for `free` names the library's own
#define PCG_FREE std::free
#endif

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
  void deallocate(T *block, std::size_t) { PCG_FREE(block); }
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
using Site = std::uint32_t;

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
