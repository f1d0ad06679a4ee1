// The submissions of a run, ten thousand of which take little memory: each lies packed
// (model/packed_record.h), and whoever asks for one is given a copy of it.
//
// A copy is const, so that a change to it, which would be lost, does not compile: what is
// to be changed is taken with edit() or edit_each().
#pragma once

#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <utility>
#include <vector>

#include "model/packed_record.h"

namespace assay {

/// Over the copies that a list gives: one each time that it is dereferenced.
template <class List>
class CopyIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = SubmissionRecord;
  using difference_type = std::ptrdiff_t;
  using pointer = void;
  using reference = const SubmissionRecord;

  CopyIterator(const List& list, std::size_t index) : list_(&list), index_(index) {}
  reference operator*() const { return (*list_)[index_]; }
  CopyIterator& operator++() {
    ++index_;
    return *this;
  }
  bool operator==(const CopyIterator& other) const = default;

 private:
  const List* list_;
  std::size_t index_;
};

class SubmissionList {
 public:
  using Iterator = CopyIterator<SubmissionList>;

  /// A submission that can be changed; the list has the change when this ends.
  class Edit {
   public:
    Edit(SubmissionList& list, std::size_t index)
        : list_(&list), index_(index), record_(unpack(list.packed_[index])) {}
    Edit(const Edit&) = delete;
    Edit& operator=(const Edit&) = delete;
    ~Edit() { list_->packed_[index_] = pack(record_); }

    SubmissionRecord& operator*() { return record_; }
    SubmissionRecord* operator->() { return &record_; }

   private:
    SubmissionList* list_;
    std::size_t index_;
    SubmissionRecord record_;
  };

  SubmissionList() = default;
  SubmissionList(std::initializer_list<SubmissionRecord> records) {
    for (const SubmissionRecord& record : records) push_back(record);
  }

  [[nodiscard]] std::size_t size() const { return packed_.size(); }
  [[nodiscard]] bool empty() const { return packed_.empty(); }
  void reserve(std::size_t count) { packed_.reserve(count); }
  void push_back(const SubmissionRecord& record) { packed_.push_back(pack(record)); }

  /// `index` is below size().
  const SubmissionRecord operator[](std::size_t index) const {  // NOLINT(*-const-return-type)
    return unpack(packed_[index]);
  }
  [[nodiscard]] Iterator begin() const { return {*this, 0}; }
  [[nodiscard]] Iterator end() const { return {*this, size()}; }

  Edit edit(std::size_t index) { return {*this, index}; }
  /// Calls `change` with each submission, to be changed in place.
  template <class Change>
  void edit_each(Change change) {
    for (std::size_t i = 0; i < size(); ++i) change(*edit(i));
  }
  template <class Is>
  void erase_if(Is is) {
    std::erase_if(packed_, [&](const PackedRecord& each) { return is(unpack(each)); });
  }

 private:
  std::vector<PackedRecord> packed_;
};

}  // namespace assay
