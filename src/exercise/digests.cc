#include "exercise/digests.h"

#include <set>
#include <vector>

#include "base/digest.h"

namespace assay::exercise {
namespace {

void add(Hasher& hasher, std::uint64_t number) {
  hasher.add_field(std::to_string(number));
}

void add(Hasher& hasher, std::chrono::milliseconds time) {
  hasher.add_field(std::to_string(time.count()));
}

template <class Texts>
void add_texts(Hasher& hasher, const Texts& texts) {
  add(hasher, texts.size());
  for (const std::string& text : texts) hasher.add_field(text);
}

// A list whose order means nothing.
void add_sorted(Hasher& hasher, const std::vector<std::string>& texts) {
  add_texts(hasher, std::set<std::string>(texts.begin(), texts.end()));
}

void add_policy(Hasher& hasher, const Policy& policy) {
  add_sorted(hasher, policy.files);
  add_sorted(hasher, policy.allowed_imports);
  std::vector<std::string> calls;
  for (const CallRule& rule : policy.forbidden_calls) calls.push_back(rule.call);
  add_sorted(hasher, calls);
  add(hasher, policy.max_files);
  add(hasher, policy.max_bytes);
}

void add_limits(Hasher& hasher, const Exercise& exercise) {
  const BuildLimits& build = exercise.build_limits;
  add(hasher, build.wall);
  add(hasher, build.cpu);
  add(hasher, build.memory_bytes);
  const RunLimits& run = exercise.run_limits;
  add(hasher, run.test);
  add(hasher, run.wall);
  add(hasher, run.cpu);
  add(hasher, run.memory_bytes);
  add(hasher, run.processes);
  add(hasher, run.output_bytes);
  add(hasher, run.tmp_bytes);
}

void add_repeats(Hasher& hasher, const Repeats& repeats) {
  add(hasher, repeats.count);
  add(hasher, repeats.cpu.size());
  for (const std::uint32_t cpu : repeats.cpu) add(hasher, cpu);
  add(hasher, repeats.shuffle ? 1U : 0U);
}

// Of the starter's files that the candidate replaces the names count, by which a submission's
// folder is found, but not what is in them.
void add_files(Hasher& hasher, const Exercise& exercise) {
  add(hasher, exercise.starter.size());
  for (const auto& [name, bytes] : exercise.starter) {
    const bool built = is_built_from_starter(exercise, name);
    hasher.add_field(name).add_field(built ? "built" : "replaced").add_field(built ? bytes : "");
  }
  add(hasher, exercise.hidden.size());
  for (const auto& [name, bytes] : exercise.hidden) hasher.add_field(name).add_field(bytes);
}

// Which evidence is gathered, whichever criterion it is for: a set.
void add_gathered(Hasher& hasher, const std::vector<Criterion>& criteria) {
  std::set<std::string> tests;
  std::set<std::string> analyzers;
  std::set<std::string> calls;
  for (const Criterion& criterion : criteria) {
    const Evidence& evidence = criterion.evidence;
    for (const std::string& test : evidence.tests)
      tests.insert(std::string(name(evidence.build)) + " " + test);
    analyzers.insert(evidence.vet.begin(), evidence.vet.end());
    if (evidence.must_call.empty() && evidence.must_not_call.empty()) continue;
    Hasher one;  // its verdict is all that is kept of such a criterion, so it counts as a whole
    add_sorted(one, evidence.must_call);
    add_sorted(one, evidence.must_not_call);
    calls.insert(to_hex(one.finish()));
  }
  add_texts(hasher, tests);
  add_texts(hasher, analyzers);
  add_texts(hasher, calls);
}

void add_criterion(Hasher& hasher, const Criterion& criterion) {
  hasher.add_field(criterion.id);
  add(hasher, criterion.points);
  add_sorted(hasher, criterion.requires_);
  const Evidence& evidence = criterion.evidence;
  hasher.add_field(name(evidence.build));
  for (const auto* list :
       {&evidence.tests, &evidence.vet, &evidence.must_call, &evidence.must_not_call})
    add_sorted(hasher, *list);
}

}  // namespace

std::string run_digest_of(const Exercise& exercise) {
  Hasher hasher;
  hasher.add_field("assay exercise runs 1").add_field(exercise.id).add_field(exercise.go_version);
  hasher.add_field(exercise.package);
  add(hasher, static_cast<std::uint64_t>(exercise.kind));
  add_policy(hasher, exercise.policy);
  add_limits(hasher, exercise);
  add_repeats(hasher, exercise.repeats);
  add_files(hasher, exercise);
  add_gathered(hasher, exercise.criteria);
  return to_hex(hasher.finish());
}

std::string digest_of(const Exercise& exercise) {
  Hasher hasher;
  hasher.add_field("assay exercise 2").add_field(exercise.run_digest);
  add(hasher, exercise.show_messages ? 1U : 0U);
  add(hasher, exercise.criteria.size());
  for (const Criterion& criterion : exercise.criteria) add_criterion(hasher, criterion);
  return to_hex(hasher.finish());
}

}  // namespace assay::exercise
