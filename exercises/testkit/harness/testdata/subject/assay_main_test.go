package subject_test

import (
	"testing"

	"assay.test/testkit/harness"
)

// As assay generates it.
func TestMain(m *testing.M) {
	harness.Main(m, []harness.Test{
		{Name: "TestPasses", Func: TestPasses},
		{Name: "TestFails", Func: TestFails},
		{Name: "TestFatal", Func: TestFatal},
		{Name: "TestSkips", Func: TestSkips},
		{Name: "TestPanics", Func: TestPanics},
		{Name: "TestExits", Func: TestExits},
		{Name: "TestExitsQuietly", Func: TestExitsQuietly},
		{Name: "TestGoexits", Func: TestGoexits},
		{Name: "TestGoexitElsewhere", Func: TestGoexitElsewhere},
		{Name: "TestRaces", Func: TestRaces},
		{Name: "TestRacesLate", Func: TestRacesLate},
		{Name: "TestRacesInSubtest", Func: TestRacesInSubtest},
		{Name: "TestSubtests", Func: TestSubtests},
		{Name: "TestSubtestFails", Func: TestSubtestFails},
		{Name: "TestParallel", Func: TestParallel},
		{Name: "TestCleanupFails", Func: TestCleanupFails},
		{Name: "TestContextEnds", Func: TestContextEnds},
		{Name: "TestBubble", Func: TestBubble},
		{Name: "TestBubbleFails", Func: TestBubbleFails},
		{Name: "TestBubbleLeaks", Func: TestBubbleLeaks},
		{Name: "TestBubbleLocks", Func: TestBubbleLocks},
		{Name: "TestStrict", Func: TestStrict},
		{Name: "TestLenient", Func: TestLenient},
		{Name: "TestStrictEscape", Func: TestStrictEscape},
		{Name: "TestLocks", Func: TestLocks},
		{Name: "TestSpins", Func: TestSpins},
		{Name: "TestSleeps", Func: TestSleeps},
		{Name: "TestLeaks", Func: TestLeaks},
		{Name: "TestLeaksByGroup", Func: TestLeaksByGroup},
		{Name: "TestLingers", Func: TestLingers},
		{Name: "TestTicks", Func: TestTicks},
		{Name: "TestLeavesItsOwn", Func: TestLeavesItsOwn},
		{Name: "TestProcessors", Func: TestProcessors},
		{Name: "TestSetsFlags", Func: TestSetsFlags},
		{Name: "TestJunk", Func: TestJunk},
		{Name: "TestClosesRecords", Func: TestClosesRecords},
		{Name: "TestUnblocks", Func: TestUnblocks},
		{Name: "TestMapRace", Func: TestMapRace},
		{Name: "TestPrints", Func: TestPrints},
	})
}
