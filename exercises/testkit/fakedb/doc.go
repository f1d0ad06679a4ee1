// Package fakedb is a database for hidden tests: database/sql in front, and behind
// it a driver that understands no SQL but notes everything.
//
//	var server fakedb.Server
//	server.On(fakedb.Exec, "UPDATE seats").After(2).Answer(fakedb.Reply{}) // no row changed
//	server.On(fakedb.Commit, "").Fail(errDisk)
//	db := server.Open(t) // closed when the bubble ends
//	db.SetMaxOpenConns(1)
//	... the candidate's code ...
//	counts := server.Counts()
//	err := fakedb.Free(t.Context(), db)
//
// # What it tells
//
// [Server.Events] is the list of all that reached the database, in order: begins,
// statements, commits and rollbacks, each with its transaction, its arguments, the
// instants of the bubble at which it began and ended, and its error.
// [Server.Counts] adds up: transactions begun, committed, rolled back, still open;
// statements inside and outside a transaction; result sets left open.
// [Free] finds what holds a connection for ever, as a transaction does that nobody ends:
// with SetMaxOpenConns(1) the next one who asks for a connection waits.
//
// # What it does
//
// Without further words every statement succeeds at once: an Exec changes one row, a
// Query finds none. [Server.On] makes chosen calls fail, take (virtual) time
// or answer something else. A delay ends early, with the error of the context,
// when the context of the call ends; for Commit, which has none, that
// of its transaction. Rollback sleeps whatever happens, since it is what follows
// when a context has ended.
//
// A database with a memory is made of [Server.Handle] and [Server.Ended]: the first
// sees each statement with the number of its transaction, the second
// learns whether that transaction came to be.
//
// # What it hides
//
// Nothing. What the driver notes, it notes behind the back of the race detector, and
// so do its delays wait: two goroutines are ordered by what database/sql does
// for them and by nothing else. (database/sql orders whoever takes a connection after those who
// gave one back, so a race shows between calls that overlap in time.) Reading
// Events and Counts orders nothing either. Handle and Ended are the exception: they
// share the test's own data, so they are called under a mutex that the detector sees.
//
// # What database/sql does with time
//
// It holds a lock of the transaction while a statement runs, and wants it
// to roll back when the context of the transaction ends. So a delayed statement that was
// started without that context, by tx.Exec say, stops the clock of the bubble for
// good: the harness reports a deadlock. What a test wants to see is that the statement
// is cut short, so the verdict is deserved.
package fakedb
