// An array of objects, or the object around one that is a lock file. Members are known by
// the names that columns have; those that only a lock has are understood wherever they are:
//
//   commit                 becomes the ref; the ref or date that it was found by is dropped
//   error                  why there is none: the entry stays as it was
//   tree, commit_time      what was there; not needed to grade it
//   extra                  [{"name": "...", "value": "..."}]: keeps the order of columns, which
//                          members of an object do not have
#include <map>
#include <optional>
#include <utility>

#include "base/json.h"
#include "roster/tables.h"

namespace assay::roster {
namespace {

// A roster of 100,000 with twenty members each. A value takes about a hundred bytes.
constexpr std::size_t kMaxValues = 2'100'000;

class JsonTable {
 public:
  JsonTable(const std::string& name, EntryReader& reader, Problems& problems)
      : name_(name), reader_(reader), problems_(problems) {}

  Status read(std::string_view bytes) {
    JsonDocument document(name_, bytes, kMaxBytes, kMaxValues);
    const JsonValue top = document.value();
    const std::vector<JsonValue> items = top.is_object() ? open_lock(top.object()) : top.items();
    ASSAY_CHECK(document.status());
    if (items.size() > kMaxEntries)
      problems_.refuse(name_, "there are more than " + std::to_string(kMaxEntries) + " entries",
                       "divide them into several rosters");
    else
      for (const JsonValue& item : items) read_entry(item);
    return {};
  }

  std::vector<Placed> take() { return std::move(entries_); }

 private:
  // What one member of an entry is, and which others of its names there are.
  struct Members {
    Row row;
    std::vector<std::string> names;  // which the row's fields refer to
    std::vector<std::pair<std::string, std::string>> extra;
    std::map<std::string, std::string> seen;
    std::string error;
    bool tree = false;
  };

  static std::vector<JsonValue> open_lock(JsonObject top) {
    top.text_or("$schema", "");  // for editors
    top.integer("schema_version", 1, 1);
    if (const auto taken_at = top.optional("taken_at")) taken_at->signed_integer();
    std::vector<JsonValue> items = top.member("submissions").items();
    top.finish();
    return items;
  }

  [[nodiscard]] std::string at(const JsonValue& value) const {
    return name_ + ": " + value.pointer();
  }

  void read_entry(const JsonValue& item) {
    if (!item.is_object()) {
      problems_.refuse(at(item), "must be an object",
                       R"(write {"candidate": "ada", "repository": "https://..."})");
      return;
    }
    Members members{{at(item), true, {}}, {}, {}, {}, {}, false};
    JsonObject object = item.object();
    members.names = object.names();
    for (const std::string& name : members.names)
      if (const JsonValue value = object.member(name); !value.is_null())
        read_member(name, value, members);
    remark(members);
    Placed placed = reader_.read(std::move(members.row));
    for (auto& one : members.extra) placed.entry.extra.push_back(std::move(one));
    entries_.push_back(std::move(placed));
  }

  void read_member(const std::string& name, const JsonValue& value, Members& members) {
    if (name == "extra" && value.is_array()) return read_extra(value, members);
    if (name == "commit_time") return require(value, value.is_integer(), "a whole number");
    const bool kept_from_lock = name == "tree" || name == "error";
    Meaning meaning = meaning_of(name);
    if (name == "commit") meaning = {Role::kCommit, 0};
    if (kept_from_lock || (meaning.role != Role::kOther && meaning.role != Role::kUnnamed)) {
      if (!value.is_text()) return require(value, false, "a string");
      if (name == "error") members.error = value.text();
      if (name == "tree") members.tree = true;
      if (kept_from_lock) return;
    }
    const auto text = value.scalar();
    if (!text) return require(value, false, "a string, a number, true or false");
    const auto [first, is_new] = members.seen.try_emplace(plain_name(name), name);
    if (!is_new)
      problems_.refuse(at(value), "says the same as \"" + first->second + "\"",
                       "keep one of the two");
    else
      members.row.fields.push_back({name, meaning, *text});
  }

  void read_extra(const JsonValue& list, Members& members) {
    for (const JsonValue& item : list.items()) {
      if (!item.is_object()) {
        require(item, false, "an object");
        continue;
      }
      JsonObject object = item.object();
      const auto name = object.optional("name");
      const auto value = object.optional("value");
      const bool complete = name && value && object.names().size() == 2;
      require(item, complete && name->is_text() && value->is_text(),
              R"(of the form {"name": "...", "value": "..."})");
      if (complete)
        members.extra.emplace_back(name->scalar().value_or(""), value->scalar().value_or(""));
    }
  }

  void require(const JsonValue& value, bool holds, std::string_view what) {
    if (!holds) problems_.refuse(at(value), "must be " + std::string(what));
  }

  void remark(const Members& members) {
    bool has_commit = false;
    for (const Field& field : members.row.fields)
      has_commit = has_commit || (field.meaning.role == Role::kCommit && !field.text.empty());
    if (!members.error.empty())
      problems_.remark(members.row.where,
                       "nothing could be fixed here when the lock was written: " + members.error);
    else if (members.tree && !has_commit)
      problems_.remark(members.row.where,
                       "has no commits: what is there when it is graded is what counts");
  }

  const std::string& name_;
  EntryReader& reader_;
  Problems& problems_;
  std::vector<Placed> entries_;
};

}  // namespace

Result<std::vector<Placed>> read_json(const std::string& name, std::string_view bytes,
                                      EntryReader& reader, Problems& problems) {
  JsonTable table(name, reader, problems);
  ASSAY_CHECK(table.read(bytes));
  return table.take();
}

}  // namespace assay::roster
