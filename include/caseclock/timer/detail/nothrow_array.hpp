// A growing array that says no when there is no memory.
//
// std::vector can report that by an exception only, which the kernel does without.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <utility>

#include "caseclock/base/assert.hpp"

namespace caseclock::detail {

/// Elements must be default-constructible and movable without throwing.
template <class T> class nothrow_array {
 public:
  nothrow_array() = default;
  nothrow_array(nothrow_array&& other) noexcept
      : items_(std::move(other.items_)), size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  nothrow_array& operator=(nothrow_array&& other) noexcept {
    items_ = std::move(other.items_);
    size_ = std::exchange(other.size_, 0);
    capacity_ = std::exchange(other.capacity_, 0);
    return *this;
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  T& operator[](std::size_t i) { return items_[i]; }
  const T& operator[](std::size_t i) const { return items_[i]; }
  T& back() { return items_[size_ - 1]; }

  /// Makes room for so many elements in all; false, and nothing changed, without memory.
  [[nodiscard]] bool reserve(std::size_t wanted) {
    if (wanted <= capacity_)
      return true;
    const std::size_t grown = wanted < 2 * capacity_ ? 2 * capacity_ : wanted;
    std::unique_ptr<T[]> larger(new (std::nothrow) T[grown]);
    if (!larger)
      return false;
    for (std::size_t i = 0; i < size_; ++i)
      larger[i] = std::move(items_[i]);
    items_ = std::move(larger);
    capacity_ = grown;
    return true;
  }
  /// Appends; there must be room (`reserve`).
  void push(T item) {
    CASECLOCK_ASSERT(size_ < capacity_);
    items_[size_++] = std::move(item);
  }
  void pop() { items_[--size_] = T{}; }

 private:
  std::unique_ptr<T[]> items_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

} // namespace caseclock::detail
