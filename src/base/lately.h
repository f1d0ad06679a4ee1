// A few values, each under the key that it was last asked for with: what is the same many times in
// a row need not be made anew. The one that was added first makes room for the next.
#pragma once

#include <cstddef>
#include <deque>
#include <utility>

namespace assay {

template <class Key, class Value>
class Lately {
 public:
  explicit Lately(std::size_t most) : most_(most) {}

  /// Null if it is not remembered; valid until the next add().
  template <class Asked>
  [[nodiscard]] const Value* find(const Asked& key) const {
    for (const auto& [known, value] : values_)
      if (known == key) return &value;
    return nullptr;
  }

  const Value& add(Key key, Value value) {
    if (values_.size() == most_) values_.pop_front();
    return values_.emplace_back(std::move(key), std::move(value)).second;
  }

 private:
  std::size_t most_;
  std::deque<std::pair<Key, Value>> values_;
};

}  // namespace assay
