package testkit_test

import (
	"sync"
	"testing"
	"time"

	"assay.test/testkit"
)

func TestASleepingLockerExcludes(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		lock := testkit.NewSleepingLocker(time.Second)
		var group sync.WaitGroup
		inside := 0
		for range 3 {
			group.Go(func() {
				lock.Lock()
				defer lock.Unlock()
				inside++
				if inside != 1 {
					t.Errorf("%d hold the lock", inside)
				}
				inside--
			})
		}
		group.Wait()
		if testkit.Elapsed() != 3*time.Second {
			t.Errorf("three turns took %v", testkit.Elapsed())
		}
	})
}

func TestUnlockOfAnUnlockedSleepingLockerPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	testkit.NewSleepingLocker(0).Unlock()
}
