// assay doctor: each thing that grading needs, whether it is there, and the
// command that mends it.

#include <nlohmann/json.hpp>

#include "app/about.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/context.h"
#include "report/table.h"
#include "sandbox/probe.h"
#include "source/source.h"

namespace assay::app {
namespace {

using Json = nlohmann::ordered_json;
using report::tame;
using sandbox::ProbeItem;
using sandbox::ProbeState;

ProbeItem failed(std::string name, const Error& error) {
  return {std::move(name), ProbeState::kFail, error.message, error.hint};
}

ProbeItem check_go() {
  const auto toolchain = gotool::find_toolchain();
  if (!toolchain) return failed("go", toolchain.error());
  return {"go", ProbeState::kPass, toolchain->version + " in " + toolchain->go_root.string(), ""};
}

ProbeItem check_c_compiler() {
  const auto compiler = gotool::c_compiler();
  if (!compiler) return failed("gcc", compiler.error());
  return {"gcc", ProbeState::kPass, *compiler, ""};
}

// Race support is known to work once a race binary of this Go was linked: that is what preparing
// the cache ends with.
ProbeItem check_prepared(const Paths& paths) {
  const auto prepared = gotool::find_prepared(go_sources(paths));
  if (prepared)
    return {"build cache", ProbeState::kPass,
            prepared->folder.string() + ", a race binary was built with it", ""};
  return {"build cache", ProbeState::kWarn, prepared.error().message, prepared.error().hint};
}

ProbeItem check_exercises(const CommonOptions& common, const Paths& paths) {
  const auto catalogue = open_catalogue(common, paths);
  if (!catalogue) return failed("exercises", catalogue.error());
  const std::size_t count = catalogue->folders.size();
  return {"exercises", count == 0 ? ProbeState::kFail : ProbeState::kPass,
          std::to_string(count) + " in " + paths.exercises.string(),
          count == 0 ? "name a folder of exercises with --exercises" : ""};
}

struct Diagnosis {
  std::vector<ProbeItem> items;
  std::string isolation;

  [[nodiscard]] bool ok() const {
    for (const ProbeItem& item : items)
      if (item.state == ProbeState::kFail) return false;
    return isolation == "full";
  }
};

Diagnosis examine(const CommonOptions& common, const Paths& paths) {
  Diagnosis diagnosis;
  diagnosis.items = {check_go(), check_c_compiler(), check_prepared(paths),
                     check_exercises(common, paths)};
  diagnosis.items.push_back({"libgit2", ProbeState::kPass, source::libgit2_version(), ""});
  sandbox::SandboxOptions options;
  options.helper = paths.helper;
  const sandbox::Probe probe = sandbox::probe(options);
  diagnosis.items.insert(diagnosis.items.end(), probe.items.begin(), probe.items.end());
  diagnosis.isolation = sandbox::name(probe.level);
  return diagnosis;
}

std::string_view word(ProbeState state) {
  switch (state) {
    case ProbeState::kPass:
      return "PASS";
    case ProbeState::kWarn:
      return "WARN";
    case ProbeState::kFail:
      break;
  }
  return "FAIL";
}

report::Tone tone(ProbeState state) {
  switch (state) {
    case ProbeState::kPass:
      return report::Tone::kGood;
    case ProbeState::kWarn:
      return report::Tone::kWarn;
    case ProbeState::kFail:
      break;
  }
  return report::Tone::kBad;
}

std::string to_json(const Diagnosis& diagnosis) {
  Json json = {{"schema_version", 1},
               {"assay", std::string(kVersion)},
               {"commit", std::string(kCommit)},
               {"isolation", diagnosis.isolation},
               {"items", Json::array()}};
  for (const ProbeItem& item : diagnosis.items)
    json["items"].push_back({{"name", item.name},
                             {"status", word(item.state)},
                             {"detail", item.detail},
                             {"remedy", item.remedy}});
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string to_text(const Diagnosis& diagnosis, bool color) {
  report::Table table({{""}, {""}, {"", report::Align::kLeft, report::Fit::kWrap}});
  for (const ProbeItem& item : diagnosis.items) {
    table.add({{std::string(word(item.state)), tone(item.state)},
               {tame(item.name)},
               {tame(item.detail)}});
    if (item.state != ProbeState::kPass && !item.remedy.empty())
      table.add({{}, {}, {"-> " + tame(item.remedy), report::Tone::kWarn}});
  }
  const std::string verdict =
      diagnosis.isolation == "full"
          ? "Isolation: full. Submissions of strangers can be graded here.\n"
          : "Isolation: " + diagnosis.isolation +
                " at best. Grading refuses unless --isolation names it.\n";
  return table.text(terminal_width(), color) + "\n" + verdict;
}

}  // namespace

Result<int> run_doctor(const CommonOptions& common, const DoctorOptions& options) {
  ASSAY_TRY(const Paths paths, find_paths());
  const Diagnosis diagnosis = examine(common, paths);
  ASSAY_CHECK(
      print(options.json ? to_json(diagnosis) : to_text(diagnosis, wants_color(common.color))));
  return diagnosis.ok() ? kExitDone : kExitInfrastructure;
}

}  // namespace assay::app
