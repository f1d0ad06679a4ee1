// The submissions of a run, ten thousand of which take hardly more memory than a hundred: each lies
// packed (model/packed_record.h) in a temporary file (base/spool.h), and whoever asks for one is
// given a copy of it. Any thread may ask; one at a time may change a list.
//
// A copy is const, so that a change to it, which would be lost, does not compile: what is
// to be changed is taken with edit() or edit_each().
#pragma once

#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <vector>

#include "base/spool.h"
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
        : list_(&list), index_(index), record_(list.get(list.kept_[index])) {}
    Edit(const Edit&) = delete;
    Edit& operator=(const Edit&) = delete;
    ~Edit() { list_->kept_[index_] = list_->keep(record_); }

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

  [[nodiscard]] std::size_t size() const { return kept_.size(); }
  [[nodiscard]] bool empty() const { return kept_.empty(); }
  void reserve(std::size_t count) { kept_.reserve(count); }
  void push_back(const SubmissionRecord& record) { kept_.push_back(keep(record)); }

  /// `index` is below size().
  const SubmissionRecord operator[](std::size_t index) const {  // NOLINT(*-const-return-type)
    return get(kept_[index]);
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
    std::erase_if(kept_, [&](const Kept& each) { return is(get(each)); });
  }

 private:
  struct Kept {
    Spool::Place bytes;
    SharedList<CriterionResult> criteria;
  };

  [[nodiscard]] Kept keep(const SubmissionRecord& record) {
    if (!spool_) spool_ = std::make_shared<Spool>();
    const PackedRecord packed = pack(record);
    return {spool_->append(packed.bytes), packed.criteria};
  }
  [[nodiscard]] SubmissionRecord get(const Kept& kept) const {
    return unpack({spool_->read(kept.bytes), kept.criteria});
  }

  // Shared with the list's copies: what was put there stays as it is.
  std::shared_ptr<Spool> spool_;
  std::vector<Kept> kept_;
};

}  // namespace assay
