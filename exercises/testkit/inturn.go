package testkit

import "sync"

// InTurn runs each step in a goroutine of its own, and starts the next when the
// one before has ended or is parked. In time the steps follow each other; in the
// sense of the memory model nothing orders them. So two steps that share
// memory without protection are a race that the detector reports every time,
// although they never run at once: no map is caught half-written and no update
// is lost, and the verdict is the same on any machine.
//
// InTurn returns when all steps have ended. It works in a bubble and outside.
func InTurn(steps ...func()) {
	var group sync.WaitGroup
	for _, step := range steps {
		group.Go(step)
		Quiesce()
	}
	group.Wait()
}
