// Package testkit is what assay's hidden tests are made of: a bubble of virtual
// time whose leaks and deadlocks become verdicts, fakes that do not hide a race,
// and ways to wait that do not depend on how fast the machine is.
//
// # The rules that it serves
//
// Time is virtual. A test runs in a [Bubble]; an hour in it takes no time, and
// every delay is exact, so a test compares instants with ==. No hidden test
// sleeps on the wall clock.
//
// A leak is a failure. A bubble waits until its last goroutine has ended: what is
// left blocked, sleeping or on a ticker after the test function has returned is a
// leak; if all are blocked before it returned, it is a deadlock. Both end the
// test, with the verdict of that name.
//
// Fakes do not synchronise. A fake that takes a lock on its way out orders the
// goroutines that call it, and what the candidate forgot to protect beside it looks
// protected to the race detector. A [Recorder] therefore notes the call first and
// sleeps (in virtual time) last: when the call returns, nothing orders it after
// the others. Channels, atomics, timers other than time.Sleep, and
// synctest.Wait all order goroutines too.
//
// Nothing may hold a lock across a virtual sleep. A goroutine that waits for a
// sync.Mutex is not durably blocked, so the bubble's clock stands still while it
// waits. Where a lock must be held for some time use a [SleepingLocker]; where a
// test must see who gets on while a lock is held, hold the fake's call back with
// a channel of the bubble and call [Quiesce].
//
// # What goes together
//
//   - [Bubble], [LenientBubble], [Elapsed], [SleepUntil]: virtual time.
//   - [InTurn]: show every race, without any chance in it.
//   - [Contend]: show what is lost between two atomic operations.
//   - [Recorder]: fakes, how often, in which order and how many at once they were called.
//   - [Quiesce], [Finishes]: wait until nobody can go on; see whether somebody could.
//   - [SleepingLocker]: make a lock order that can deadlock do so.
//   - [Allocs]: count allocations.
//   - Package fakedb: a database/sql driver whose calls take virtual time and can be made to fail.
//   - Package memnet: connections and listeners in memory, for servers and clients in a bubble.
package testkit
