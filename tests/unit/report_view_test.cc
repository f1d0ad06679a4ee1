#include "report/view.h"

#include <gmock/gmock.h>

namespace assay::report {
namespace {

TEST(WithoutCredentials, CutsThemOutOfUrls) {
  EXPECT_EQ(without_credentials("https://token@host/x.git"), "https://host/x.git");
  EXPECT_EQ(without_credentials("https://u:p@host:8443/x?a=b@c"), "https://host:8443/x?a=b@c");
  EXPECT_EQ(without_credentials("https://u:p@w@host/x"), "https://host/x");
  EXPECT_EQ(without_credentials("ssh://git:pw@host/x"), "ssh://git@host/x");
  EXPECT_EQ(without_credentials("https://u:p@host"), "https://host");
}

TEST(WithoutCredentials, LeavesTheRestAlone) {
  for (const char* source : {"", "/srv/repos/a@b", "git@host:x.git", "https://host/a@b",
                             "file:///x", "ssh://git@host/x", "://"})
    EXPECT_EQ(without_credentials(source), source);
}

TEST(ForCandidate, APanicShowsOnlyTheRuntimesWords) {
  const auto shown = [](std::string message) {
    GradeResult result;
    CrashReport crash;
    crash.message = std::move(message);
    result.crashes = {crash};
    return for_candidate(result).crashes[0].message;
  };
  EXPECT_EQ(shown("panic: send on closed channel"), "panic: send on closed channel");
  EXPECT_EQ(shown("fatal error: concurrent map writes\nsecret"),
            "fatal error: concurrent map writes");
  EXPECT_EQ(shown("panic: got 7 grants, expected 8"), "panic");
  EXPECT_EQ(shown("panic: runtime error: index out of range [5] with length 3"),
            "panic: runtime error: index out of range [5] with length 3");
  EXPECT_EQ(shown("panic: runtime error: hash of unhashable type secret"),
            "panic: runtime error: hash of unhashable type");
  EXPECT_EQ(shown("fatal error: all goroutines are asleep - deadlock!"),
            "fatal error: all goroutines are asleep - deadlock!");
  EXPECT_EQ(shown("limiter_test.go:7: secret"), "");
  // A submission can begin like the runtime.
  EXPECT_EQ(shown("panic: runtime error: secret"), "panic");
  EXPECT_EQ(shown("panic: sync: secret"), "panic");
  EXPECT_EQ(shown("panic: runtime error: index out of range [5] secret"), "panic");
  EXPECT_EQ(shown("panic: runtime error: index out of range [123456789012345678]"), "panic");
  EXPECT_EQ(shown("goroutines are left behind"), "goroutines are left behind");
}

TEST(ForCandidate, TitlesOfStacksHoldNoOtherWords) {
  const auto shown = [](std::string title) {
    GradeResult result;
    result.crashes.emplace_back().stacks.emplace_back().title = std::move(title);
    return for_candidate(result).crashes[0].stacks[0].title;
  };
  for (const char* title :
       {"goroutine 7 [running]", "goroutine 12 [chan receive, 2 minutes]",
        "goroutine 1 [sync.Mutex.Lock (durable), synctest bubble 4]",
        "Previous write at 0x00c000012345 by goroutine 8", "Goroutine 8 (running) created at",
        "Read at 0x00c0000 by main goroutine"})
    EXPECT_EQ(shown(title), title);
  EXPECT_EQ(shown("goroutine 7 [secret]"), "goroutine");
  EXPECT_EQ(shown("goroutine 12345678901234567890 [running]"), "goroutine");
  EXPECT_EQ(shown("Read of secret"), "");
}

TEST(ForCandidate, AFaultOfOursSaysNothingOfTheMachine) {
  GradeResult result;
  result.error = "open /srv/exercises/hidden: Permission denied";
  EXPECT_EQ(for_candidate(result).error.find("/srv"), std::string::npos);
  result.outcome = Outcome::kNoSubmission;
  EXPECT_EQ(for_candidate(result).error, result.error);
}

TEST(SeenBy, TheReviewerSeesAll) {
  GradeResult result;
  result.error = "open /srv/x";
  EXPECT_EQ(seen_by(View::kReviewer, result).error, result.error);
  EXPECT_EQ(view_from_name(name(View::kReviewer)), View::kReviewer);
  EXPECT_EQ(view_from_name(name(View::kCandidate)), View::kCandidate);
  EXPECT_EQ(view_from_name("x"), std::nullopt);
}

}  // namespace
}  // namespace assay::report
