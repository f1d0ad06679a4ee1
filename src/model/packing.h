// Values as bytes, to keep many of them in memory: a number takes as many bytes as it needs, a text
// its length and itself. What a Packer made, an Unpacker of the same process takes apart; the
// format is neither for a disk nor for a wire.
//
// A struct joins in by a function `fields(pack, value)`, found by its argument, that hands its
// members to `pack` in one order for both directions (src/model/packed_record.cc).
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace assay {

template <class T>
concept Number = std::integral<T> || std::is_enum_v<T>;

/// `T` is the struct, or const: what a function `fields` takes for both directions.
template <class T, class Struct>
concept Is = std::same_as<std::remove_const_t<T>, Struct>;

class Packer {
 public:
  template <class... Values>
  void operator()(const Values&... values) {
    (put(values), ...);
  }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  // Small numbers of either sign are small: 0, -1, 1, -2 … are 0, 1, 2, 3 …
  template <Number T>
  void put(T value) {
    const auto number = static_cast<std::uint64_t>(value);
    auto rest = number << 1U ^ (number >> 63U == 0 ? 0 : ~std::uint64_t{0});
    // Seven bits a byte, the lowest first; the eighth says that more follow. Of the 64 bits the
    // highest is the sign's, which may be an unsigned number's own.
    for (; rest >= 0x80; rest >>= 7U) bytes_ += static_cast<char>(rest | 0x80U);
    bytes_ += static_cast<char>(rest);
  }
  void put(const std::string& text) {
    put(text.size());
    bytes_ += text;
  }
  void put(std::chrono::milliseconds value) { put(value.count()); }
  template <class T>
  void put(const std::optional<T>& value) {
    put(value.has_value());
    if (value) put(*value);
  }
  template <class A, class B>
  void put(const std::pair<A, B>& both) {
    put(both.first);
    put(both.second);
  }
  template <class T>
  void put(const std::vector<T>& list) {
    put_all(list);
  }
  template <class K, class V>
  void put(const std::map<K, V>& map) {
    put_all(map);
  }
  template <class List>
  void put_all(const List& list) {
    put(list.size());
    for (const auto& item : list) put(item);
  }
  template <class T>
  requires std::is_class_v<T>
  void put(const T& value) { fields(*this, value); }

  std::string bytes_;
};

/// Takes values out of what a Packer was given, in the same order and of the same types.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : rest_(bytes) {}

  template <class... Values>
  void operator()(Values&... values) {
    (get(values), ...);
  }

 private:
  template <Number T>
  void get(T& value) {
    std::uint64_t packed = 0;
    for (unsigned shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      packed |= std::uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) break;
    }
    value = static_cast<T>(packed >> 1U ^ ((packed & 1U) == 0 ? 0 : ~std::uint64_t{0}));
  }
  [[nodiscard]] std::size_t count() {
    std::size_t size = 0;
    get(size);
    return size;
  }
  void get(std::string& text) {
    const std::size_t size = count();
    text.assign(rest_.substr(0, size));
    rest_.remove_prefix(size);
  }
  void get(std::chrono::milliseconds& value) {
    std::chrono::milliseconds::rep number = 0;
    get(number);
    value = std::chrono::milliseconds(number);
  }
  template <class T>
  void get(std::optional<T>& value) {
    bool there = false;
    get(there);
    if (there)
      get(value.emplace());
    else
      value.reset();
  }
  template <class A, class B>
  void get(std::pair<A, B>& both) {
    get(both.first);
    get(both.second);
  }
  template <class T>
  void get(std::vector<T>& list) {
    list.clear();
    list.resize(count());
    for (T& item : list) get(item);
  }
  template <class K, class V>
  void get(std::map<K, V>& map) {
    map.clear();
    for (std::size_t left = count(); left > 0; --left) {
      std::pair<K, V> item;
      get(item);
      map.insert(map.end(), std::move(item));
    }
  }
  template <class T>
  requires std::is_class_v<T>
  void get(T& value) { fields(*this, value); }

  std::string_view rest_;
};

}  // namespace assay
