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
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace {

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
  struct Free {
    void operator()(Page *page) const { std::free(page); }
  };
  static constexpr std::size_t CACHE = 4096;

  Page *find(Address number, std::size_t limit) {
    const auto found = pages_.find(number);
    if (found != pages_.end()) return found->second.get();
    const std::size_t splits = splits_.size() * sizeof(Bytes);
    if (shadow_bytes + splits + sizeof(Page) > limit) return nullptr;
    Page *page = static_cast<Page *>(std::calloc(1, sizeof(Page)));
    if (page == nullptr) return nullptr;
    shadow_bytes += sizeof(Page);
    pages_.emplace(number, std::unique_ptr<Page, Free>(page));
    return page;
  }

  std::uint32_t epoch_ = 1;
  Slot cache_[CACHE] = {};
  std::unordered_map<Address, std::unique_ptr<Page, Free>> pages_;
  std::deque<Bytes> splits_;
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
    const std::size_t hash = (access * 0x9E3779B97F4A7C15ull ^ call * 0xC2B2AE3D27D4EB4Full) >> 40;
    Cached &cached = cache_[hash % CACHE];
    if (cached.place.access == access && cached.place.call == call && cached.site != 0)
      return cached.site;
    const std::string key(reinterpret_cast<const char *>(&access), sizeof access);
    const std::string full = key + std::string(reinterpret_cast<const char *>(&call), sizeof call);
    auto [found, is_new] = sites_.try_emplace(full, static_cast<Site>(places_.size() + 1));
    if (is_new) places_.push_back({access, call});
    cached = {{access, call}, found->second};
    return found->second;
  }

  Place at(Site site) const { return site == 0 ? Place{0, 0} : places_[site - 1]; }

private:
  struct Cached {
    Place place;
    Site site;
  };
  static constexpr std::size_t CACHE = 4096;
  Cached cache_[CACHE] = {};
  std::vector<Place> places_;
  std::unordered_map<std::string, Site> sites_;
};

}  // namespace
