package boxoffice_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"assay.test/testkit"
	"assay.test/testkit/fakedb"
	"boxoffice"
)

const s = time.Second

// bubble runs a test in virtual time. What is left behind costs the criterion
// "leak", which has a test of its own.
var bubble = testkit.LenientBubble

// What the statements of README.md begin with.
const (
	price  = "SELECT price"
	insert = "INSERT INTO bookings"
	update = "UPDATE seats"
)

var errDisk = errors.New("the disk is full")

// one gives a handle with a single connection.
func one(t *testing.T, server *fakedb.Server) *sql.DB {
	db := server.Open(t)
	db.SetMaxOpenConns(1)
	return db
}

// theatre is a database in which a seat costs 2500, the next booking is number 4711,
// and every seat is free. It has connections enough for whoever wants a second one.
func theatre(t *testing.T) (*fakedb.Server, *boxoffice.Office) {
	server := &fakedb.Server{}
	server.On(fakedb.Query, price).Answer(fakedb.Reply{Columns: []string{"price"}, Rows: [][]any{{int64(2500)}}})
	server.On(fakedb.Exec, insert).Answer(fakedb.Reply{LastInsertID: 4711, RowsAffected: 1})
	return server, boxoffice.New(server.Open(t))
}

func booking(seats ...string) boxoffice.Booking {
	return boxoffice.Booking{Show: 7, Guest: "Ada Lovelace", Seats: seats}
}

// statement is what the fn of a test does in its transaction.
func statement(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, "UPDATE anything")
	return err
}

// settle gives database/sql the moment that it needs to roll back by itself when a
// context has ended.
func settle() {
	time.Sleep(time.Millisecond)
	synctest.Wait()
}

// expectRolledBack fails unless the one transaction was rolled back and its connection is free.
func expectRolledBack(t *testing.T, server *fakedb.Server, db *sql.DB) {
	t.Helper()
	settle()
	if c := server.Counts(); c.Begun != 1 || c.RolledBack != 1 {
		t.Errorf("%d transactions were begun, %d committed and %d rolled back; want one that is rolled back",
			c.Begun, c.Committed, c.RolledBack)
	}
	if err := fakedb.Free(t.Context(), db); err != nil {
		t.Error(err)
	}
}

// expectNothingBooked fails if anything was committed.
func expectNothingBooked(t *testing.T, server *fakedb.Server) {
	t.Helper()
	settle()
	if c := server.Counts(); c.Committed != 0 {
		t.Errorf("%d transactions were committed", c.Committed)
	}
}

// lasting is a context that can end and does not, not even with the test: its function
// to cancel it is kept where nobody calls it.
func lasting() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancels = append(cancels, cancel)
	return ctx
}

var cancels []context.CancelFunc
