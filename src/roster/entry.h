// One line of a roster, whatever it was written in, → a RosterEntry that holds nothing
// which a later step would have to refuse for its form.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/run.h"
#include "roster/columns.h"
#include "roster/problems.h"

namespace assay::roster {

inline constexpr std::size_t kMaxName = 200;                     ///< bytes, of candidates
inline constexpr std::uint64_t kMaxCarriedBytes = 128ULL << 20;  ///< of all `extra` together

struct Field {
  std::string_view name;  ///< as the roster has it; hostile
  Meaning meaning;
  std::string text;
};

struct Row {
  std::string where;  ///< "roster.csv:12", "roster.json: /3"
  bool json = false;
  std::vector<Field> fields;

  /// Where one field is: "roster.csv:12: deadline", "roster.json: /3/deadline".
  [[nodiscard]] std::string place(std::string_view field) const;
};

/// An entry and where it stood, for what is said about it later.
struct Placed {
  RosterEntry entry;
  std::string where;
};

class EntryReader {
 public:
  /// A relative repository is one below `base`.
  EntryReader(std::filesystem::path base, Problems& problems);

  /// Takes the row apart. What is wrong with it goes to the problems; the entry then lacks it.
  Placed read(Row row);

 private:
  void read_candidate(Row& row, RosterEntry& entry);
  void read_repository(Row& row, RosterEntry& entry);
  void read_moment(Row& row, RosterEntry& entry);
  std::optional<std::string> read_ref(const Row& row, const Field& field);
  std::optional<std::int64_t> read_date(const Row& row, const Field& field);
  void read_folder(Row& row, RosterEntry& entry);
  void read_times(Row& row, RosterEntry& entry);
  void carry_along(Row& row, RosterEntry& entry);

  std::filesystem::path base_;
  Problems& problems_;
  std::uint64_t carried_ = 0;
};

/// `text` without blanks at its ends.
std::string_view trimmed(std::string_view text);

/// Whether a repository is on this machine.
bool is_local(std::string_view source);

/// Why `name` cannot be a candidate's, or "".
std::string name_flaw(std::string_view name);

}  // namespace assay::roster
