// A header line that says what the columns mean, then a candidate a row. A row that is
// wrong is told and passed over, so that a team sees all of them at once.
#include <initializer_list>
#include <map>
#include <utility>

#include "roster/csv.h"
#include "roster/tables.h"

namespace assay::roster {
namespace {

struct Column {
  std::string name;
  Meaning meaning;
};

std::string list(const std::vector<Column>& columns) {
  constexpr std::size_t kMost = 12;
  std::string text;
  for (std::size_t i = 0; i < columns.size() && i < kMost; ++i)
    text += (i == 0 ? "\"" : ", \"") + columns[i].name.substr(0, 40) + "\"";
  return columns.size() > kMost ? text + " ..." : text;
}

bool any(const std::vector<Column>& columns, std::initializer_list<Role> roles) {
  for (const Column& column : columns)
    for (const Role role : roles)
      if (column.meaning.role == role) return true;
  return false;
}

class CsvTable {
 public:
  CsvTable(const std::string& name, EntryReader& reader, Problems& problems)
      : name_(name), reader_(reader), problems_(problems) {}

  void read(std::string_view bytes) {
    CsvReader csv(bytes);
    for (;;) {
      auto row = csv.next();
      if (!row) {
        problems_.refuse(at(row.error().line), row.error().message, row.error().hint);
        return;
      }
      if (!*row) break;
      if (columns_.empty() ? !read_header(**row) : !read_row(**std::move(row))) return;
    }
    if (columns_.empty()) problems_.refuse(name_, "is empty", "begin with a line of column names");
  }

  std::vector<Placed> take() { return std::move(entries_); }

 private:
  [[nodiscard]] std::string at(std::size_t line) const {
    return name_ + ":" + std::to_string(line);
  }

  // Whether the rows are worth reading.
  bool read_header(const CsvRow& row) {
    std::map<std::string, std::size_t> seen;
    bool good = true;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      Column column{std::string(trimmed(row.cells[i])), meaning_of(row.cells[i])};
      const std::string number = std::to_string(i + 1);
      if (column.meaning.role == Role::kUnnamed) {
        column.name = "column " + number;
      } else if (const auto [first, is_new] = seen.try_emplace(plain_name(column.name), i);
                 !is_new) {
        problems_.refuse(at(row.line),
                         "columns " + std::to_string(first->second + 1) + " and " + number +
                             " are both called \"" + column.name + "\"",
                         "give each column a name of its own");
        good = false;
      }
      columns_.push_back(std::move(column));
    }
    header_ = row.cells;
    return check_columns(at(row.line)) && good;
  }

  bool check_columns(const std::string& where) {
    const std::string there = " (there are " + list(columns_) + ")";
    const bool names =
        any(columns_, {Role::kCandidate, Role::kFirstName, Role::kLastName, Role::kLogin});
    const bool repositories = any(columns_, {Role::kRepository});
    if (!names)
      problems_.refuse(where, "no column names the candidates" + there,
                       "call one of them \"candidate\"");
    if (!repositories)
      problems_.refuse(where, "no column names the repositories" + there,
                       "call one of them \"repository\"; of GitHub Classroom take the grades, its "
                       "roster has no repositories");
    remark_on_choices(where);
    return names && repositories;
  }

  // Where several columns could mean the same, people should know which one does.
  void remark_on_choices(const std::string& where) {
    std::map<Role, std::map<std::size_t, std::string>> choices;
    const bool named = any(columns_, {Role::kCandidate, Role::kFirstName, Role::kLastName});
    for (const Column& column : columns_)
      if (column.meaning.role < Role::kUnnamed && (column.meaning.role != Role::kLogin || !named))
        choices[column.meaning.role].emplace(column.meaning.rank, column.name);
    for (const auto& [role, names] : choices) {
      if (names.size() < 2) continue;
      std::string text;
      for (const auto& [rank, name] : names)
        text += (text.empty() ? "a row's \"" : ", or if that is empty its \"") + name +
                (text.empty() ? "\" is taken" : "\"");
      problems_.remark(where, text);
    }
  }

  bool read_row(CsvRow row) {
    if (++rows_ > kMaxEntries) {
      problems_.refuse(at(row.line), "there are more than " + std::to_string(kMaxEntries) + " rows",
                       "divide them into several rosters");
      return false;
    }
    if (row.cells == header_) {
      problems_.refuse(at(row.line), "the header line is here again", "remove it");
    } else if (row.cells.size() != columns_.size()) {
      problems_.refuse(at(row.line),
                       "has " + std::to_string(row.cells.size()) + " cells, and the header line " +
                           std::to_string(columns_.size()),
                       "write a cell that holds the delimiter in quotes");
    } else {
      Row fields{at(row.line), false, {}};
      for (std::size_t i = 0; i < columns_.size(); ++i)
        fields.fields.push_back({columns_[i].name, columns_[i].meaning, std::move(row.cells[i])});
      entries_.push_back(reader_.read(std::move(fields)));
    }
    return true;
  }

  const std::string& name_;
  EntryReader& reader_;
  Problems& problems_;
  std::vector<std::string> header_;
  std::vector<Column> columns_;
  std::size_t rows_ = 0;
  std::vector<Placed> entries_;
};

}  // namespace

std::vector<Placed> read_csv(const std::string& name, std::string_view bytes, EntryReader& reader,
                             Problems& problems) {
  CsvTable table(name, reader, problems);
  table.read(bytes);
  return table.take();
}

}  // namespace assay::roster
