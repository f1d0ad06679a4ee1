package testkit_test

import (
	"sync"
	"testing"

	"assay.test/testkit"
)

func TestFinishes(t *testing.T) {
	var lock sync.Mutex
	value := 0
	if !testkit.Finishes(func() { lock.Lock(); value++; lock.Unlock() }) {
		t.Error("a free mutex stopped it")
	}
	value++ // ordered after f: no race
	lock.Lock()
	ended := make(chan struct{})
	if testkit.Finishes(func() { lock.Lock(); lock.Unlock(); close(ended) }) {
		t.Error("it got through a locked mutex")
	}
	lock.Unlock()
	<-ended
}
