// Where the wheel's timers live: 32-byte cells in pages of 1,024, two to a cache line.
//
// Cells never move, so growing costs one page and never copies the timers there are. A page that is
// empty is given back, apart from one spare; the generations that it has handed out are remembered,
// so that an old handle is refused even by a page that was gone in between.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <new>

#include "caseclock/timer/detail/nothrow_array.hpp"
#include "caseclock/timer/handle.hpp"

namespace caseclock::detail {

inline constexpr std::uint32_t no_cell = 0xffff'ffffU;

/// `timer_cell::bucket` of a cell that is in none.
inline constexpr std::uint32_t bucket_free = 0xffff'ffffU;       ///< the cell holds no timer
inline constexpr std::uint32_t bucket_delivering = 0xffff'fffeU; ///< its callback is running

/// One timer. No default initialisers: a page is not touched before its cells are needed.
struct timer_cell {
  tick deadline;
  std::uint64_t payload;
  std::uint32_t next; ///< neighbours in the bucket; `next` also links the free cells of a page
  std::uint32_t prev;
  std::uint32_t bucket;
  std::uint32_t generation;
};
static_assert(sizeof(timer_cell) == 32);

class timer_cells {
 public:
  /// Generations count from there; anything but 1 is for tests.
  explicit timer_cells(std::uint32_t first_generation = 1) : first_generation_(first_generation) {}

  /// A cell with its generation set and nothing else; `no_cell` if there is no memory or no index
  /// left.
  [[nodiscard]] std::uint32_t take() {
    if (roomy_.empty() && !add_page())
      return no_cell;
    const std::uint32_t number = roomy_.back();
    page& from = pages_[number];
    if (!from.cells) {
      from.cells.reset(new (std::nothrow) timer_cell[page_cells]);
      if (!from.cells)
        return no_cell;
    }
    const std::uint32_t index = take_from(from, number);
    ++from.used;
    if (from.free == no_cell && from.fresh == page_cells) {
      from.listed = false;
      roomy_.pop();
    }
    return index;
  }

  /// Ends the cell's timer: from now on every handle to it is refused.
  void release(std::uint32_t index) {
    timer_cell& cell = (*this)[index];
    cell.bucket = bucket_free;
    if (cell.generation == std::numeric_limits<std::uint32_t>::max()) {
      cell.generation = 0; // worn out after 4 billion timers: never used again
      return;
    }
    ++cell.generation;
    const std::uint32_t number = index / page_cells;
    page& home = pages_[number];
    if (home.highest < cell.generation)
      home.highest = cell.generation;
    cell.next = home.free;
    home.free = index;
    if (!home.listed) {
      home.listed = true;
      roomy_.push(number); // room was made by `add_page`
    }
    if (--home.used == 0)
      keep_as_spare(number);
  }

  timer_cell& operator[](std::uint32_t index) {
    return pages_[index / page_cells].cells[index % page_cells];
  }
  const timer_cell& operator[](std::uint32_t index) const {
    return pages_[index / page_cells].cells[index % page_cells];
  }

  /// The cell of a timer that is armed or being delivered; null for every other handle.
  [[nodiscard]] const timer_cell* find(timer_handle handle) const {
    const std::size_t number = handle.index / page_cells;
    if (handle.generation == 0 || number >= pages_.size())
      return nullptr;
    const page& home = pages_[number];
    if (!home.cells || handle.index % page_cells >= home.fresh)
      return nullptr;
    const timer_cell& cell = home.cells[handle.index % page_cells];
    return cell.generation == handle.generation && cell.bucket != bucket_free ? &cell : nullptr;
  }

  [[nodiscard]] std::size_t bytes() const {
    std::size_t sum = pages_.capacity() * sizeof(page) + roomy_.capacity() * sizeof(std::uint32_t);
    for (std::size_t i = 0; i < pages_.size(); ++i)
      sum += pages_[i].cells ? page_cells * sizeof(timer_cell) : 0;
    return sum;
  }

 private:
  static constexpr std::uint32_t page_cells = 1024;
  static constexpr std::uint32_t max_pages = no_cell / page_cells; // keeps `no_cell` out of reach
  static constexpr std::uint32_t no_page = 0xffff'ffffU;

  struct page {
    std::unique_ptr<timer_cell[]> cells; ///< null while given back
    std::uint32_t free = no_cell;        ///< list of cells that were in use before
    std::uint32_t fresh = 0;             ///< cells from here on were never in use
    std::uint32_t used = 0;
    std::uint32_t floor = 0;   ///< the generation that a fresh cell starts with
    std::uint32_t highest = 0; ///< the highest generation of any cell
    bool listed = true;        ///< in `roomy_`
  };

  bool add_page() {
    const std::size_t count = pages_.size() + 1;
    if (count > max_pages || !pages_.reserve(count) || !roomy_.reserve(pages_.capacity()))
      return false;
    page added;
    added.floor = added.highest = first_generation_;
    pages_.push(std::move(added));
    roomy_.push(static_cast<std::uint32_t>(count - 1));
    return true;
  }

  static std::uint32_t take_from(page& from, std::uint32_t number) {
    if (from.free != no_cell) {
      const std::uint32_t index = from.free;
      from.free = from.cells[index % page_cells].next;
      return index;
    }
    from.cells[from.fresh].generation = from.floor;
    return number * page_cells + from.fresh++;
  }

  void keep_as_spare(std::uint32_t number) {
    if (spare_ == number)
      return;
    if (spare_ != no_page && pages_[spare_].used == 0)
      give_back(pages_[spare_]);
    spare_ = number;
  }

  static void give_back(page& unused) {
    unused.cells.reset();
    unused.free = no_cell;
    unused.fresh = 0;
    unused.floor = unused.highest;
  }

  nothrow_array<page> pages_;
  nothrow_array<std::uint32_t> roomy_; ///< pages with a free cell
  std::uint32_t spare_ = no_page;      ///< an empty page that was kept
  std::uint32_t first_generation_;
};

} // namespace caseclock::detail
