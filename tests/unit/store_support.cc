#include "store_support.h"

#include <grp.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>

#include "base/digest.h"

namespace assay::store::test {
namespace {

namespace fs = std::filesystem;

struct Close {
  void operator()(sqlite3* handle) const { sqlite3_close(handle); }
};

int append_row(void* text, int columns, char** values, char** /*names*/) {
  for (int i = 0; i < columns; ++i)
    *static_cast<std::string*>(text) +=
        (values[i] == nullptr ? "NULL" : values[i]) + std::string(" ");
  return 0;
}

}  // namespace

TempDir scratch() {
  // In memory where that is possible: every commit is synced, and a disk takes its time for that.
  const fs::path memory = "/dev/shm";
  auto folder =
      TempDir::make("assay-store-test-", ::access(memory.c_str(), W_OK) == 0 ? memory : fs::path());
  if (!folder) throw std::runtime_error(folder.error().message);
  return *std::move(folder);
}

std::vector<NewTask> tasks(std::size_t count) {
  std::vector<NewTask> made;
  for (std::size_t i = 1; i <= count; ++i)
    made.push_back({"c" + std::to_string(i), "pool", R"({"n":)" + std::to_string(i) + "}"});
  return made;
}

RunHeader header() {
  return {"0123456789abcdef", R"({"exercises":["pool"]})", 1'700'000'000};
}

RunStore new_run(const fs::path& folder, std::size_t count) {
  auto store = RunStore::create(folder, header());
  if (!store) throw std::runtime_error(store.error().message);
  if (const auto added = store->add(tasks(count)); !added)
    throw std::runtime_error(added.error().message);
  return *std::move(store);
}

RunStore reopened(const fs::path& folder, RunStore::Access access) {
  auto store = RunStore::open(folder, access);
  if (!store) throw std::runtime_error(store.error().message);
  return *std::move(store);
}

Finished finished(std::int64_t task, std::uint32_t score) {
  Finished made;
  made.task = task;
  made.inputs_digest = to_hex(sha256(std::to_string(task)));
  made.outcome = "graded";
  made.score = score;
  made.result = R"({"task":)" + std::to_string(task) + "}";
  made.own = R"({"of":)" + std::to_string(task) + "}";
  made.code = R"({"a.go":"package a"})";
  made.finished_at = 1'700'000'100 + task;
  return made;
}

std::vector<std::int64_t> ids_of(const Result<std::vector<Task>>& tasks) {
  std::vector<std::int64_t> ids;
  if (!tasks) throw std::runtime_error(tasks.error().message);
  for (const Task& task : *tasks) ids.push_back(task.id);
  return ids;
}

std::string dump(const RunStore& store) {
  std::ostringstream text;
  const Status read = store.for_each([&](const StoredSubmission& one) -> Status {
    text << one.task.id << ' ' << one.task.candidate << ' ' << one.task.exercise << ' '
         << one.task.entry << ' ' << static_cast<int>(one.task.progress) << ' ' << one.task.tries
         << '\n';
    if (one.current)
      text << ' ' << one.current->generation << ' ' << one.current->gave_up << ' '
           << one.current->inputs_digest << ' ' << one.current->outcome << ' '
           << one.current->score.value_or(9999) << ' ' << one.current->result << ' '
           << one.current->own << ' ' << one.current->code << ' ' << one.current->finished_at << ' '
           << one.current->tries << ' ' << one.current->reused << '\n';
    for (const Decision& decision : one.decisions)
      text << "  " << decision.score << ' ' << decision.reason << ' ' << decision.author << ' '
           << decision.at << '\n';
    return {};
  });
  if (!read) throw std::runtime_error(read.error().message);
  return text.str();
}

std::string ask_sql(const fs::path& database, const std::string& sql) {
  sqlite3* handle = nullptr;
  const int opened = sqlite3_open(database.c_str(), &handle);
  const std::unique_ptr<sqlite3, Close> owner(handle);
  sqlite3_busy_timeout(handle, 5000);
  std::string text;
  if (opened != SQLITE_OK ||
      sqlite3_exec(handle, sql.c_str(), append_row, &text, nullptr) != SQLITE_OK)
    throw std::runtime_error(sql + ": " + sqlite3_errmsg(handle));
  return text;
}

void run_sql(const fs::path& database, const std::string& sql) {
  ask_sql(database, sql);
}

void run_sql_and_hold(const fs::path& database, const std::string& sql, int say) {
  sqlite3* handle = nullptr;
  if (sqlite3_open(database.c_str(), &handle) != SQLITE_OK ||
      sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    throw std::runtime_error(sql + ": " + sqlite3_errmsg(handle));
  static_cast<void>(write_all(say, "!"));
  for (;;) ::pause();
}

std::string bytes_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

void write_bytes(const fs::path& file, const std::string& bytes) {
  std::ofstream stream(file, std::ios::binary | std::ios::trunc);
  stream << bytes;
  stream.close();
  if (!stream) throw std::runtime_error("write " + file.string());
}

Child::Child(const std::function<void(int say)>& work) {
  auto pipe = make_pipe();
  if (!pipe) throw std::runtime_error(pipe.error().message);
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("fork");
  if (pid_ == 0) {
    pipe->read.reset();
    try {
      work(pipe->write.get());
    } catch (const std::exception& error) {
      static_cast<void>(write_all(pipe->write.get(), error.what()));
    }
    ::_exit(0);
  }
  ear_ = std::move(pipe->read);
}

Child::~Child() {
  kill();
}

void Child::kill() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

std::string Child::hear(std::size_t count) {
  std::string heard(count, '\0');
  std::size_t size = 0;
  while (size < count) {
    const ssize_t got = ::read(ear_.get(), heard.data() + size, count - size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    size += static_cast<std::size_t>(got);
  }
  heard.resize(size);
  return heard;
}

std::string Child::rest() {
  std::string all;
  for (std::string part = hear(4096); !part.empty(); part = hear(4096)) all += part;
  return all;
}

std::string as_ordinary_user(const std::function<std::string()>& question) {
  Child child([&](int say) {
    constexpr uid_t kNobody = 65534;
    if (::geteuid() == 0 &&
        (::setgroups(0, nullptr) != 0 || ::setresgid(kNobody, kNobody, kNobody) != 0 ||
         ::setresuid(kNobody, kNobody, kNobody) != 0))
      throw std::runtime_error("become nobody");
    static_cast<void>(write_all(say, question()));
  });
  return child.rest();
}

}  // namespace assay::store::test
