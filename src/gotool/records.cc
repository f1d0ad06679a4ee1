// A line is checked in this order: its shape, its code, its number, its words. The
// words come from the harness once the code has verified, but are still parsed
// strictly, each field in its place, so that there is one way to say a thing.
#include "gotool/records.h"

#include <utility>

#include "base/digest.h"
#include "gotool/go_text.h"

namespace assay::gotool {
namespace {

constexpr std::size_t kMaxLine = 8192;
constexpr std::string_view kPrefix = "assay1 ";
constexpr std::size_t kCodeDigits = 64;

class Reader {
 public:
  explicit Reader(const RecordPlan& plan) : plan_(plan) {}

  RecordReport read(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::size_t end = bytes.substr(0, kMaxLine).find('\n');
      if (end == std::string_view::npos) {
        tamper("a line that does not end");
        break;
      }
      if (!take_line(bytes.substr(0, end))) break;
      bytes.remove_prefix(end + 1);
    }
    if (report_.tampered && report_.running) {
      RecordedTest& test = report_.tests.back();
      test.verdict = Verdict::kTampered;
      test.detail = report_.why;
    }
    return std::move(report_);
  }

 private:
  bool tamper(std::string why) {
    report_.tampered = true;
    report_.why = "record " + std::to_string(sequence_) + ": " + std::move(why);
    return false;
  }

  bool take_line(std::string_view line) {
    if (!line.starts_with(kPrefix) || line.size() <= kPrefix.size() + kCodeDigits ||
        line[kPrefix.size() + kCodeDigits] != ' ') {
      return tamper("not a record");
    }
    const std::string_view code = line.substr(kPrefix.size(), kCodeDigits);
    const std::string_view payload = line.substr(kPrefix.size() + kCodeDigits + 1);
    const std::string expected =
        to_hex(hmac_sha256(plan_.key, plan_.nonce + " " + std::string(payload)));
    if (!equal_in_constant_time(code, expected)) return tamper("the code does not verify");
    if (report_.end != RecordEnd::kOpen) return tamper("a record after the last");
    return take_payload(payload);
  }

  bool take_payload(std::string_view payload) {
    const std::size_t space = payload.find(' ');
    const std::string_view word = payload.substr(0, space);
    FieldReader fields(space == std::string_view::npos ? std::string_view{}
                                                       : payload.substr(space + 1));
    const auto sequence = fields.number("seq");
    if (!sequence || *sequence != sequence_) return tamper("not the number that is due");
    const bool good = word == "start"   ? start(fields)
                      : word == "begin" ? begin(fields)
                      : word == "end"   ? end(fields)
                      : word == "hang"  ? hang(fields)
                      : word == "stop"  ? stop(fields)
                      : word == "done"  ? done(fields)
                                        : tamper("an unknown word");
    if (good) ++sequence_;
    return good;
  }

  bool start(FieldReader& fields) {
    const auto tests = fields.number("tests");
    const auto gomaxprocs = fields.number("gomaxprocs");
    const auto go = fields.quoted("go");
    if (!go || !fields.at_end()) return tamper("a malformed start");
    if (sequence_ != 0) return tamper("a second start");
    if (*tests != plan_.tests.size()) return tamper("another plan");
    if (*gomaxprocs != plan_.gomaxprocs) return tamper("another GOMAXPROCS");
    report_.go = *go;
    return true;
  }

  bool begin(FieldReader& fields) {
    const auto index = fields.number("index");
    const auto test = fields.quoted("test");
    if (!test || !fields.at_end()) return tamper("a malformed begin");
    if (sequence_ == 0 || report_.running) return tamper("a begin out of turn");
    if (*index != report_.next || *index >= plan_.tests.size() || *test != plan_.tests[*index]) {
      return tamper("a begin of a test that is not due");
    }
    report_.tests.emplace_back().index = *index;
    report_.running = *index;
    report_.next = *index + 1;
    return true;
  }

  // Whether a record is about the test that runs.
  bool is_running(std::uint64_t index, const std::string& test) const {
    return report_.running && *report_.running == index && plan_.tests[index] == test;
  }

  bool end(FieldReader& fields) {
    const auto index = fields.number("index");
    const auto test = fields.quoted("test");
    const auto outcome = fields.bare("outcome");
    const auto kind = fields.quoted("kind");
    const auto races = fields.number("races");
    const auto nanoseconds = fields.number("ns");
    const auto gomaxprocs = fields.number("gomaxprocs");
    if (!gomaxprocs || !fields.at_end()) return tamper("a malformed end");
    if (!is_running(*index, *test)) return tamper("an end of a test that does not run");
    RecordedTest& record = report_.tests.back();
    if (!judge(*outcome, *kind, *races, record)) return tamper("an unknown outcome");
    if (record.verdict == Verdict::kPassed && *gomaxprocs != plan_.gomaxprocs) {
      record.verdict = Verdict::kTampered;
      record.detail = "GOMAXPROCS was changed while the test ran";
    }
    record.ended = true;
    record.races = *races;
    record.nanoseconds = static_cast<std::int64_t>(*nanoseconds);
    report_.running.reset();
    return true;
  }

  // What an outcome means; false if the harness never says such a thing.
  static bool judge(const std::string& outcome, const std::string& kind, std::uint64_t races,
                    RecordedTest& record) {
    const bool failed = outcome == "failed";
    if (!failed && (!kind.empty() || races != 0)) return false;
    if (races != 0) {
      record.verdict = Verdict::kRace;
    } else if (failed && kind.empty()) {
      record.verdict = Verdict::kFailed;
    } else if (failed && kind == "leak") {
      record.verdict = Verdict::kLeak;
    } else if (failed && kind == "deadlock") {
      record.verdict = Verdict::kDeadlock;
    } else if (outcome == "skipped") {
      record.verdict = Verdict::kIncomplete;
      record.detail = "the test skipped itself";
    } else if (outcome == "passed") {
      record.verdict = Verdict::kPassed;
    } else {
      return false;
    }
    return true;
  }

  bool hang(FieldReader& fields) {
    const auto index = fields.number("index");
    const auto test = fields.quoted("test");
    const auto kind = fields.quoted("kind");
    const auto nanoseconds = fields.number("ns");
    if (!nanoseconds || !fields.at_end()) return tamper("a malformed hang");
    if (!is_running(*index, *test)) return tamper("a hang of a test that does not run");
    if (*kind != "deadlock" && *kind != "wall_time") return tamper("an unknown kind of hang");
    RecordedTest& record = report_.tests.back();
    record.ended = true;
    record.verdict = *kind == "deadlock" ? Verdict::kDeadlock : Verdict::kWallTime;
    record.nanoseconds = static_cast<std::int64_t>(*nanoseconds);
    report_.running.reset();
    report_.end = RecordEnd::kHung;
    return true;
  }

  bool stop(FieldReader& fields) {
    const auto next = fields.number("next");
    const auto reason = fields.quoted("reason");
    if (!reason || !fields.at_end()) return tamper("a malformed stop");
    if (sequence_ == 0 || report_.running || *next != report_.next || *next == 0 ||
        *next >= plan_.tests.size()) {
      return tamper("a stop out of turn");
    }
    report_.end = RecordEnd::kStopped;
    report_.why = *reason;
    return true;
  }

  bool done(FieldReader& fields) {
    const auto tests = fields.number("tests");
    if (!tests || !fields.at_end()) return tamper("a malformed done");
    if (sequence_ == 0 || report_.running || report_.next != plan_.tests.size() ||
        *tests != plan_.tests.size()) {
      return tamper("a done out of turn");
    }
    report_.end = RecordEnd::kDone;
    return true;
  }

  const RecordPlan& plan_;
  RecordReport report_;
  std::uint64_t sequence_ = 0;
};

}  // namespace

std::string plan_variable(const RecordPlan& plan) {
  std::string text = plan.nonce;
  char separator = ':';
  for (const std::string& test : plan.tests) {
    text += std::exchange(separator, ',');
    text += test;
  }
  return text;
}

std::optional<std::size_t> RecordReport::blamed(const RecordPlan& plan) const {
  if (running) return running;
  if (next < plan.tests.size()) return next;
  return std::nullopt;
}

RecordReport read_records(std::string_view bytes, const RecordPlan& plan) {
  return Reader(plan).read(bytes);
}

}  // namespace assay::gotool
