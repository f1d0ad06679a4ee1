package boxoffice

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"io"
	"slices"
	"sync"
	"testing"
)

// fake is a database driver that writes down what it is asked. Change it as you like.
type fake struct {
	mu   sync.Mutex
	log  []string         // "begin", the statements, "commit", "rollback"
	fail map[string]error // what fails, by the same words
	full map[string]bool  // seats that are taken
}

// open gives a handle with a single connection: a transaction that is never ended, or
// a statement beside it, waits for a connection that nobody gives back.
func (f *fake) open(t *testing.T) *sql.DB {
	db := sql.OpenDB(f)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

func (f *fake) note(what string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.log = append(f.log, what)
	return f.fail[what]
}

func (f *fake) expect(t *testing.T, want ...string) {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	if !slices.Equal(f.log, want) {
		t.Errorf("the database saw\n%q\nwant\n%q", f.log, want)
	}
}

func (f *fake) Connect(context.Context) (driver.Conn, error) { return fakeConn{f}, nil }
func (f *fake) Driver() driver.Driver                        { return nil }

type fakeConn struct{ *fake }

func (c fakeConn) Close() error { return nil }
func (c fakeConn) Prepare(query string) (driver.Stmt, error) {
	return fakeStmt{c, query}, nil
}
func (c fakeConn) Begin() (driver.Tx, error) { return fakeTx{c.fake}, c.note("begin") }

func (c fakeConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	changed := int64(1)
	if query == takeSeat && c.full[args[2].Value.(string)] {
		changed = 0
	}
	return fakeResult{changed}, c.note(query)
}

func (c fakeConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	return &fakeRows{}, c.note(query)
}

// fakeStmt is a prepared statement: it is written down when it runs.
type fakeStmt struct {
	conn  fakeConn
	query string
}

func (s fakeStmt) Close() error  { return nil }
func (s fakeStmt) NumInput() int { return -1 } // as many as it is given

func (s fakeStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	return s.conn.ExecContext(ctx, s.query, args)
}

func (s fakeStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	return s.conn.QueryContext(ctx, s.query, args)
}

// Exec and Query are those of before there were contexts; database/sql does not call them here.
func (s fakeStmt) Exec([]driver.Value) (driver.Result, error) { return nil, driver.ErrSkip }
func (s fakeStmt) Query([]driver.Value) (driver.Rows, error)  { return nil, driver.ErrSkip }

type fakeTx struct{ *fake }

func (t fakeTx) Commit() error   { return t.note("commit") }
func (t fakeTx) Rollback() error { return t.note("rollback") }

type fakeResult struct{ changed int64 }

func (r fakeResult) LastInsertId() (int64, error) { return 4711, nil }
func (r fakeResult) RowsAffected() (int64, error) { return r.changed, nil }

// fakeRows is one row: a price of 2500.
type fakeRows struct{ read bool }

func (r *fakeRows) Columns() []string { return []string{"price"} }
func (r *fakeRows) Close() error      { return nil }
func (r *fakeRows) Next(into []driver.Value) error {
	if r.read {
		return io.EOF
	}
	r.read, into[0] = true, int64(2500)
	return nil
}
