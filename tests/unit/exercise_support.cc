#include "exercise_support.h"

#include <gtest/gtest.h>

#include <fstream>

namespace assay::exercise {

using nlohmann::json;

json full_manifest() {
  return json::parse(R"({
    "$schema": "../exercise.schema.json",
    "schema_version": 1,
    "id": "counter",
    "title": "A counter",
    "summary": "Count things from many goroutines.",
    "scenario": "0§10 Races",
    "difficulty": 2,
    "minutes": 30,
    "concepts": ["mutex", "atomics"],
    "go": "1.25",
    "package": ".",
    "submission": {"kind": "code", "files": ["*.go"], "max_files": 4, "max_bytes": 4096},
    "policy": {
      "allowed_imports": ["sync", "sync/atomic", "time", "math/rand/v2"],
      "forbidden_calls": [{"call": "time.Tick", "reason": "It never stops."}],
      "discouraged_calls": [{"call": "math/rand/v2.IntN", "reason": "Not needed."}]
    },
    "limits": {
      "build": {"wall_seconds": 60, "cpu_seconds": 70, "memory_mib": 1024},
      "run": {"test_seconds": 5, "wall_seconds": 50, "cpu_seconds": 40, "memory_mib": 256,
              "processes": 64, "output_kib": 512, "tmp_mib": 8}
    },
    "repeats": {"count": 2, "cpu": [1, 4], "shuffle": false},
    "show_messages": true,
    "criteria": [
      {"id": "basics", "title": "It counts", "points": 40, "tests": ["TestAdd", "TestValue"],
       "hint": "Add, then look.", "ask": [3, 1]},
      {"id": "races", "title": "No race", "points": 30, "tests": ["Test_Race1"], "build": "plain",
       "hint": "Who writes?", "requires": ["basics"]},
      {"id": "vet", "title": "Vet is content", "points": 20, "vet": ["copylocks", "lostcancel"],
       "hint": "Run go vet."},
      {"id": "idiom", "title": "Atomics", "points": 10, "must_call": ["sync/atomic.AddInt64"],
       "must_not_call": ["time.Sleep"], "hint": "See sync/atomic.",
       "requires": ["basics", "races"], "ask": [2]}
    ]
  })");
}

json least_manifest() {
  json least = full_manifest();
  for (const char* name :
       {"$schema", "package", "submission", "limits", "repeats", "show_messages"})
    least.erase(name);
  least["concepts"] = json::array();
  least["policy"] = {{"allowed_imports", json::array()}};
  least["criteria"] = json::parse(R"([{"id": "all", "title": "All", "points": 100,
      "tests": ["TestAdd", "TestValue", "Test_Race1"], "hint": "Try."}])");
  return least;
}

ExerciseFolder::ExerciseFolder() : root_(TempDir::make("assay-exercise-test").value()) {
  write_json("exercise.json", full_manifest());
  write("interviewer.md",
        "# For the interviewer\n\n## Questions\n\n1. *Why?* Because.\n2. *How\n   much?* It "
        "depends.\n"
        "3. *And then?*\n\n## Red flags\n\n1. No question.\n");
  write("starter/go.mod", "module counter\n\ngo 1.25\n");
  write("starter/counter.go", "package counter\n\nfunc Add() {}\n");
  write("starter/counter_test.go", "package counter\n\nfunc TestPublic(t *testing.T) {}\n");
  write("hidden/add_test.go",
        "// Package comment.\npackage counter_test\n\nfunc TestAdd(t *testing.T) {}\n\n"
        "func TestValue(t *testing.T) {}\n\nfunc helper() {}\n");
  write("hidden/race_test.go", "package counter_test\n\nfunc Test_Race1(t *testing.T) {}\n");
  write("hidden/testdata/input_test.go", "not Go, and no test\n");
  write("solutions/mutex/counter.go", "package counter // mutex\n");
  write("solutions/atomic/counter.go", "package counter // atomic\n");
  write("solutions/atomic/more.go", "package counter // more\n");
  write("mutants/no-lock/counter.go", "package counter // no lock\n");
  write_json("mutants/no-lock/expect.json",
             json{{"schema_version", 1},
                  {"summary", "No lock."},
                  {"loses", {{{"criterion", "races"}, {"verdict", "race"}}}}});
}

void ExerciseFolder::write(std::string_view name, std::string_view bytes) const {
  std::filesystem::create_directories(at(name).parent_path());
  std::ofstream out(at(name), std::ios::binary);
  out << bytes;
  out.close();
  ASSERT_TRUE(out) << at(name);
}

}  // namespace assay::exercise
