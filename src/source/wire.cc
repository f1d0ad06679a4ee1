#include "source/wire.h"

#include <algorithm>
#include <chrono>
#include <type_traits>
#include <utility>

#include "source/assemble.h"
#include "source/names.h"

namespace assay::source {
namespace {

// Each value has one function `fields` that visits its parts in order; a Writer and a Reader are
// what visits. So the two directions cannot drift apart.
class Writer {
 public:
  template <class T>
  requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  void operator()(const T& value) {
    auto bits = static_cast<std::uint64_t>(value);
    for (std::size_t i = 0; i < sizeof(T); ++i, bits >>= 8)
      bytes_ += static_cast<char>(bits & 0xFFU);
  }
  void operator()(const std::string& value) {
    (*this)(static_cast<std::uint64_t>(value.size()));
    bytes_ += value;
  }
  void operator()(const std::chrono::milliseconds& value) {
    (*this)(static_cast<std::int64_t>(value.count()));
  }
  template <class T>
  void operator()(const std::optional<T>& value) {
    (*this)(value.has_value());
    if (value) (*this)(*value);
  }
  template <class T>
  void operator()(const std::vector<T>& values) {
    (*this)(static_cast<std::uint64_t>(values.size()));
    for (const T& value : values) (*this)(value);
  }
  void operator()(const FileSet& files) {
    (*this)(static_cast<std::uint64_t>(files.size()));
    for (const auto& [name, bytes] : files) {
      (*this)(name);
      (*this)(bytes);
    }
  }
  template <class T>
  requires std::is_class_v<T>
  void operator()(const T& value) { fields(*this, value); }

  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  template <class T>
  requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  void operator()(T& value) {
    if (rest_.size() < sizeof(T)) return fail();
    std::uint64_t bits = 0;
    for (std::size_t i = sizeof(T); i-- > 0;)
      bits = bits << 8 | static_cast<unsigned char>(rest_[i]);
    rest_.remove_prefix(sizeof(T));
    if constexpr (std::is_same_v<T, bool>) {
      if (bits > 1) return fail();
      value = bits == 1;
    } else {
      value = static_cast<T>(bits);
    }
  }
  void operator()(std::string& value) {
    std::uint64_t size = 0;
    (*this)(size);
    if (size > rest_.size()) return fail();
    value = rest_.substr(0, size);
    rest_.remove_prefix(size);
  }
  void operator()(std::chrono::milliseconds& value) {
    std::int64_t count = 0;
    (*this)(count);
    value = std::chrono::milliseconds(count);
  }
  template <class T>
  void operator()(std::optional<T>& value) {
    bool present = false;
    (*this)(present);
    if (present && ok_) (*this)(value.emplace());
  }
  template <class T>
  void operator()(std::vector<T>& values) {
    // Every element takes a byte at least, so a lie about the number cannot cost much memory.
    for (std::uint64_t left = length(); left > 0 && ok_; --left) (*this)(values.emplace_back());
  }
  void operator()(FileSet& files) {
    for (std::uint64_t left = length(); left > 0 && ok_; --left) {
      std::string name;
      (*this)(name);
      (*this)(files[name]);
    }
  }
  template <class T>
  requires std::is_class_v<T>
  void operator()(T& value) { fields(*this, value); }

  [[nodiscard]] bool at_end() const { return ok_ && rest_.empty(); }

 private:
  std::uint64_t length() {
    std::uint64_t count = 0;
    (*this)(count);
    if (count > rest_.size()) fail();
    return ok_ ? count : 0;
  }
  void fail() {
    ok_ = false;
    rest_ = {};
  }

  std::string_view rest_;
  bool ok_ = true;
};

template <class Visitor, class T, class... Parts>
void each(Visitor& visit, T& first, Parts&... rest) {
  visit(first);
  (visit(rest), ...);
}

template <class T, class V>
concept Is = std::is_same_v<std::remove_const_t<T>, V>;

template <class Visitor, Is<Limits> T>
void fields(Visitor& visit, T& v) {
  each(visit, v.wall, v.max_bytes, v.max_objects, v.max_files, v.max_file_bytes, v.max_total_bytes,
       v.max_tree_bytes, v.max_unpacked_bytes, v.max_memory_bytes, v.max_commits, v.max_depth);
}
template <class Visitor, Is<SubmissionRef> T>
void fields(Visitor& visit, T& v) {
  each(visit, v.source, v.ref, v.at, v.subdir);
}
template <class Visitor, Is<Locator> T>
void fields(Visitor& visit, T& v) {
  each(visit, v.kind, v.path, v.url, v.host, v.user, v.origin);
}
template <class Visitor, Is<UserAndPassword> T>
void fields(Visitor& visit, T& v) {
  each(visit, v.user, v.password);
}
template <class Visitor, Is<Request> T>
void fields(Visitor& visit, T& v) {
  each(visit, v.ref, v.locator, v.limits, v.scratch, v.ca_file, v.proxy, v.known_hosts, v.ssh_key,
       v.ssh_agent, v.ask_for_password, v.user, v.token);
}
template <class Visitor, Is<Entry> T>
void fields(Visitor& visit, T& v) {
  each(visit, v.path, v.kind, v.id);
}
template <class Visitor, Is<Finding> T>
void fields(Visitor& visit, T& v) {
  each(visit, v.path, v.line, v.rule, v.message);
}
template <class Visitor, Is<Snapshot> T>
void fields(Visitor& visit, T& v) {
  each(visit, v.origin, v.kind, v.commit, v.tree, v.ref, v.commit_time, v.author, v.files,
       v.rejected, v.dropped, v.others);
}
template <class Visitor, Is<Error> T>
void fields(Visitor& visit, T& v) {
  each(visit, v.kind, v.message, v.hint);
}

template <class T>
std::string encoded(const T& value) {
  Writer writer;
  writer(kWireVersion);
  writer(value);
  return writer.take();
}

template <class T>
std::optional<T> decoded(std::string_view bytes) {
  Reader reader(bytes);
  std::uint32_t version = 0;
  T value{};
  reader(version);
  if (version != kWireVersion) return std::nullopt;
  reader(value);
  if (!reader.at_end()) return std::nullopt;
  return value;
}

bool keeps_promises(const Snapshot& snapshot, const Limits& limits) {
  std::uint64_t total = 0;
  for (const auto& [name, bytes] : snapshot.files) {
    total += bytes.size();
    if (check_path(name) || bytes.size() > limits.max_file_bytes) return false;
  }
  const bool names_are_fine =
      std::none_of(snapshot.others.begin(), snapshot.others.end(),
                   [](const std::string& name) { return check_path(name).has_value(); });
  return names_are_fine && total <= limits.max_total_bytes &&
         snapshot.files.size() <= limits.max_files && snapshot.others.size() <= kMaxOthers &&
         snapshot.rejected.size() <= kMaxFindings && snapshot.dropped.size() <= kMaxFindings;
}

}  // namespace

std::string encode(const Request& request) {
  return encoded(request);
}
std::string encode(const std::vector<Entry>& entries) {
  return encoded(entries);
}
std::string encode(const std::vector<Choice>& choices) {
  return encoded(choices);
}
std::string encode(const std::optional<UserAndPassword>& answer) {
  return encoded(answer);
}
std::string encode(const Snapshot& snapshot) {
  return encoded(snapshot);
}
std::string encode(const Error& error) {
  return encoded(error);
}

std::optional<Request> decode_request(std::string_view bytes) {
  return decoded<Request>(bytes);
}
std::optional<std::vector<Entry>> decode_entries(std::string_view bytes) {
  return decoded<std::vector<Entry>>(bytes);
}
std::optional<std::vector<Choice>> decode_choices(std::string_view bytes) {
  return decoded<std::vector<Choice>>(bytes);
}
std::optional<std::optional<UserAndPassword>> decode_answer(std::string_view bytes) {
  return decoded<std::optional<UserAndPassword>>(bytes);
}

std::optional<Error> decode_error(std::string_view bytes) {
  auto error = decoded<Error>(bytes);
  if (error && error->kind != ErrorKind::kUsage && error->kind != ErrorKind::kNotFound)
    error->kind = ErrorKind::kInfrastructure;
  return error;
}

std::optional<Snapshot> decode_snapshot(std::string_view bytes, const Limits& limits) {
  auto snapshot = decoded<Snapshot>(bytes);
  if (snapshot && !keeps_promises(*snapshot, limits)) return std::nullopt;
  return snapshot;
}

}  // namespace assay::source
