// assay snapshot: which commit every repository on a roster has now, as a roster that
// names those commits.

#include <algorithm>
#include <ctime>

#include "app/commands.h"
#include "app/console.h"
#include "app/fetching.h"
#include "app/interrupt.h"
#include "base/at_once.h"
#include "base/file.h"
#include "base/text.h"
#include "report/units.h"
#include "roster/roster.h"

namespace assay::app {
namespace {

constexpr unsigned kUsualJobs = 8;  // most of the time is spent waiting for servers

roster::LockedEntry lock(RosterEntry entry, const SnapshotOptions& options) {
  roster::LockedEntry locked;
  if (options.at && !entry.submission.ref && !entry.submission.at) entry.submission.at = options.at;
  locked.entry = std::move(entry);
  source::Options source = source_options(options.fetch);
  source.wanted = [](std::string_view /*path*/) { return false; };  // names tell enough
  const auto snapshot = source::take_snapshot(locked.entry.submission, source);
  if (!snapshot) {
    locked.error = snapshot.error().message;
    return locked;
  }
  locked.commit = snapshot->commit;
  locked.tree = snapshot->tree;
  locked.commit_time = snapshot->commit_time;
  return locked;
}

std::vector<roster::LockedEntry> lock_all(const std::vector<RosterEntry>& entries,
                                          const SnapshotOptions& options) {
  std::vector<roster::LockedEntry> locked(entries.size());
  do_at_once(entries.size(), options.jobs != 0 ? options.jobs : kUsualJobs, [&](std::size_t i) {
    if (interrupted_by() != 0) return false;
    locked[i] = lock(entries[i], options);
    return true;
  });
  return locked;
}

}  // namespace

Result<int> run_snapshot(const CommonOptions& common, const SnapshotOptions& options) {
  ASSAY_TRY(const roster::Roster roster, roster::read_roster(options.roster));
  for (const roster::Remark& remark : roster.remarks)
    note(common, remark.where + ": " + remark.message);
  watch_for_interrupts([](int /*count*/) {});
  const std::int64_t taken_at = std::time(nullptr);
  const auto locked = lock_all(roster.entries, options);
  if (interrupted_by() != 0)
    return fail(ErrorKind::kInterrupted, "interrupted: no lock file was written");
  ASSAY_CHECK(write_file_atomically(options.lock, roster::write_lock(locked, taken_at)));
  const auto failed = std::count_if(locked.begin(), locked.end(),
                                    [](const auto& each) { return !each.error.empty(); });
  for (const roster::LockedEntry& each : locked)
    if (!each.error.empty()) note(common, each.entry.candidate + ": " + each.error);
  note(common,
       options.lock.string() + " fixes " +
           report::format_count(locked.size() - static_cast<std::size_t>(failed), "submission"));
  return failed == 0 ? kExitDone : kExitInfrastructure;
}

}  // namespace assay::app
