package mark_test

import (
	"testing"

	"assay.test/testkit/internal/mark"
)

func TestTheFirstMarkOfATestStands(t *testing.T) {
	mark.Set("TestA", mark.Deadlock)
	mark.Set("TestA", mark.Leak)
	mark.Set("TestB", mark.Leak)
	if kind := mark.Take("TestA"); kind != mark.Deadlock {
		t.Errorf("TestA is marked %q, not as the deadlock that came first", kind)
	}
	if kind := mark.Take("TestB"); kind != mark.Leak {
		t.Errorf("TestB is marked %q, not as a leak", kind)
	}
}

func TestAMarkIsTakenOnce(t *testing.T) {
	mark.Set("TestA", mark.Leak)
	mark.Take("TestA")
	if kind := mark.Take("TestA"); kind != "" {
		t.Errorf("the second run of a test inherited the mark %q", kind)
	}
}

func TestStrictnessIsTakenOnce(t *testing.T) {
	mark.Strict("TestA")
	if mark.TakeStrict("TestB") {
		t.Error("TestB is as strict as TestA")
	}
	if !mark.TakeStrict("TestA") || mark.TakeStrict("TestA") {
		t.Error("TestA is not strict exactly once")
	}
}
