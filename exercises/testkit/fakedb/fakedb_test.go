package fakedb_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"assay.test/testkit"
	"assay.test/testkit/fakedb"
)

// open gives a handle with a single connection.
func open(t *testing.T, server *fakedb.Server) *sql.DB {
	db := server.Open(t)
	db.SetMaxOpenConns(1)
	return db
}

func begin(t *testing.T, ctx context.Context, db *sql.DB) *sql.Tx {
	t.Helper()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatalf("BeginTx: %v", err)
	}
	return tx
}

func expectCounts(t *testing.T, server *fakedb.Server, want fakedb.Counts) {
	t.Helper()
	if got := server.Counts(); got != want {
		t.Errorf("counts %+v\nwant   %+v", got, want)
	}
}

func TestItNotesWhatReachesIt(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		var server fakedb.Server
		server.On(fakedb.Exec, "INSERT").Delay(time.Second)
		db := open(t, &server)
		ctx := t.Context()
		db.ExecContext(ctx, "DELETE FROM old WHERE day < ?", 7)
		tx, err := db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
		if err != nil {
			t.Fatal(err)
		}
		tx.ExecContext(ctx, "INSERT INTO a VALUES (?, ?)", "x", []byte("y"))
		prepared, err := tx.PrepareContext(ctx, "SELECT 1")
		if err != nil {
			t.Fatal(err)
		}
		if err := prepared.QueryRowContext(ctx).Scan(new(int)); !errors.Is(err, sql.ErrNoRows) {
			t.Errorf("a query without an answer gave %v", err)
		}
		tx.Commit()
		begin(t, ctx, db).Rollback()

		serializable := driver.TxOptions{Isolation: driver.IsolationLevel(sql.LevelSerializable)}
		const s = time.Second
		want := []fakedb.Event{
			{Op: fakedb.Exec, SQL: "DELETE FROM old WHERE day < ?", Args: []any{int64(7)}, Conn: 1},
			{Op: fakedb.Begin, Tx: 1, Conn: 1, Options: serializable},
			{Op: fakedb.Exec, SQL: "INSERT INTO a VALUES (?, ?)", Args: []any{"x", []byte("y")}, Tx: 1, Conn: 1, End: s},
			{Op: fakedb.Prepare, SQL: "SELECT 1", Tx: 1, Conn: 1, Start: s, End: s},
			{Op: fakedb.Query, SQL: "SELECT 1", Tx: 1, Conn: 1, Start: s, End: s},
			{Op: fakedb.Commit, Tx: 1, Conn: 1, Start: s, End: s},
			{Op: fakedb.Begin, Tx: 2, Conn: 1, Start: s, End: s},
			{Op: fakedb.Rollback, Tx: 2, Conn: 1, Start: s, End: s},
		}
		got := server.Events()
		for i := range got {
			if len(got[i].Args) == 0 {
				got[i].Args = nil
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("events\n%+v\nwant\n%+v", got, want)
		}
		if n := len(server.Statements()); n != 3 {
			t.Errorf("%d statements, want 3", n)
		}
		expectCounts(t, &server, fakedb.Counts{Begun: 2, Committed: 1, RolledBack: 1, Inside: 2, Outside: 1})
	})
}

func TestAnOpenTransactionIsFound(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		var server fakedb.Server
		db := open(t, &server)
		tx := begin(t, t.Context(), db)
		expectCounts(t, &server, fakedb.Counts{Begun: 1, OpenTx: 1})
		if err := fakedb.Free(t.Context(), db); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("with a transaction open, Free gave %v", err)
		}
		if testkit.Elapsed() != time.Second {
			t.Errorf("Free took %v", testkit.Elapsed())
		}
		tx.Rollback()
		if err := fakedb.Free(t.Context(), db); err != nil {
			t.Errorf("with no transaction open, Free gave %v", err)
		}
		expectCounts(t, &server, fakedb.Counts{Begun: 1, RolledBack: 1})
	})
}

// A transaction that nobody ends is ended with the test's context and is no leak: it
// is Free and Counts that find it.
func TestAForgottenTransactionEndsWithTheBubble(t *testing.T) {
	var server fakedb.Server
	testkit.Bubble(t, func(t *testing.T) { begin(t, t.Context(), open(t, &server)) })
	expectCounts(t, &server, fakedb.Counts{Begun: 1, RolledBack: 1})
}

func TestOpenRowsAreCounted(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		var server fakedb.Server
		broken := errors.New("the line broke")
		server.On(fakedb.Query, "").Answer(fakedb.Reply{
			Columns: []string{"id", "name"}, Rows: [][]any{{int64(1), "a"}, {int64(2), nil}}, RowsErr: broken,
		})
		db := open(t, &server)
		rows, err := db.QueryContext(t.Context(), "SELECT id, name FROM things")
		if err != nil {
			t.Fatal(err)
		}
		expectCounts(t, &server, fakedb.Counts{Outside: 1, OpenRows: 1})
		if fakedb.Free(t.Context(), db) == nil {
			t.Error("rows are open, and the connection is free")
		}
		var seen []string
		for rows.Next() {
			var id int
			var name sql.NullString
			if err := rows.Scan(&id, &name); err != nil {
				t.Fatal(err)
			}
			seen = append(seen, fmt.Sprintf("%d %s", id, name.String))
		}
		if !slices.Equal(seen, []string{"1 a", "2 "}) {
			t.Errorf("rows %q", seen)
		}
		if !errors.Is(rows.Err(), broken) {
			t.Errorf("after the last row: %v", rows.Err())
		}
		rows.Close()
		expectCounts(t, &server, fakedb.Counts{Outside: 1})
		if err := fakedb.Free(t.Context(), db); err != nil {
			t.Error(err)
		}
	})
}

func TestRulesChooseTheirCalls(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		var server fakedb.Server
		full, locked := errors.New("full"), errors.New("locked")
		server.On(fakedb.Exec, "INSERT").After(1).Times(2).Fail(full)
		server.On(fakedb.Exec, "UPDATE").Fail(full)
		server.On(fakedb.Exec, "UPDATE").If(func(e fakedb.Event) bool { return e.Args[0] == int64(3) }).
			Answer(fakedb.Reply{LastInsertID: 5, RowsAffected: 4})
		server.On(fakedb.Exec, "").Times(1).Delay(time.Second)
		server.On(fakedb.Begin, "").Times(1).Fail(locked)
		server.On(fakedb.Prepare, "BAD").Fail(locked)
		db := open(t, &server)
		for i, want := range []error{nil, full, full, nil} {
			if _, err := db.ExecContext(t.Context(), "INSERT INTO a"); !errors.Is(err, want) {
				t.Errorf("INSERT number %d gave %v, want %v", i+1, err, want)
			}
		}
		if testkit.Elapsed() != time.Second {
			t.Errorf("one of them was to take a second, together they took %v", testkit.Elapsed())
		}
		if _, err := db.ExecContext(t.Context(), "UPDATE a", 2); !errors.Is(err, full) {
			t.Errorf("UPDATE gave %v", err)
		}
		result, err := db.ExecContext(t.Context(), "UPDATE a", 3)
		if err != nil {
			t.Fatalf("UPDATE with an answer gave %v", err)
		}
		id, _ := result.LastInsertId()
		if changed, _ := result.RowsAffected(); id != 5 || changed != 4 {
			t.Errorf("the answer said %d, %d", id, changed)
		}
		if _, err := db.BeginTx(t.Context(), nil); !errors.Is(err, locked) {
			t.Errorf("the first BeginTx gave %v", err)
		}
		if _, err := db.PrepareContext(t.Context(), "BAD"); !errors.Is(err, locked) {
			t.Errorf("Prepare gave %v", err)
		}
		begin(t, t.Context(), db).Rollback()
		expectCounts(t, &server, fakedb.Counts{Begun: 1, RolledBack: 1, Outside: 6})
	})
}

func TestTheEndOfATransactionCanFail(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		var server fakedb.Server
		ends := map[int]bool{}
		server.Ended = func(tx int, committed bool) { ends[tx] = committed }
		disk := errors.New("disk")
		server.On(fakedb.Commit, "").Times(1).Fail(disk)
		server.On(fakedb.Rollback, "").Times(1).Fail(disk)
		db := open(t, &server)
		if err := begin(t, t.Context(), db).Commit(); !errors.Is(err, disk) {
			t.Errorf("Commit gave %v", err)
		}
		if err := begin(t, t.Context(), db).Rollback(); !errors.Is(err, disk) {
			t.Errorf("Rollback gave %v", err)
		}
		if err := begin(t, t.Context(), db).Commit(); err != nil {
			t.Errorf("the second Commit gave %v", err)
		}
		expectCounts(t, &server, fakedb.Counts{Begun: 3, CommitsFailed: 1, RolledBack: 1, Committed: 1})
		if want := map[int]bool{1: false, 2: false, 3: true}; !reflect.DeepEqual(ends, want) {
			t.Errorf("transactions ended as %v, want %v", ends, want)
		}
	})
}

// Every call that takes a context ends with it; a transaction whose context ended is
// rolled back by database/sql, and its connection lives on.
func TestDelaysHonourTheContext(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		var server fakedb.Server
		server.On("", "").If(func(e fakedb.Event) bool { return e.Op != fakedb.Rollback }).After(1).Delay(time.Hour)
		server.On(fakedb.Rollback, "").Delay(3 * time.Second)
		db := open(t, &server)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		tx := begin(t, ctx, db) // the first call is not delayed
		if _, err := tx.ExecContext(ctx, "INSERT"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the statement gave %v", err)
		}
		if testkit.Elapsed() != time.Second {
			t.Errorf("it took %v", testkit.Elapsed())
		}
		time.Sleep(4 * time.Second)
		expectCounts(t, &server, fakedb.Counts{Begun: 1, RolledBack: 1, Inside: 1})
		events := server.Events()
		if last := events[len(events)-1]; last.Start != time.Second || last.End != 4*time.Second || last.Conn != 1 {
			t.Errorf("the rollback was %+v", last)
		}
		for _, op := range []func(context.Context) error{
			func(ctx context.Context) error { _, err := db.BeginTx(ctx, nil); return err },
			func(ctx context.Context) error { _, err := db.PrepareContext(ctx, "SELECT"); return err },
			func(ctx context.Context) error { _, err := db.QueryContext(ctx, "SELECT"); return err },
		} {
			before := testkit.Elapsed()
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			if err := op(ctx); !errors.Is(err, context.DeadlineExceeded) || testkit.Elapsed() != before+time.Second {
				t.Errorf("gave %v after %v", err, testkit.Elapsed()-before)
			}
			cancel()
		}
		if n := db.Stats().OpenConnections; n != 1 || server.Events()[len(server.Events())-1].Conn != 1 {
			t.Errorf("%d connections, and the last call went over number %d", n, server.Events()[len(server.Events())-1].Conn)
		}
	})
}

func TestACommitEndsWithTheContextOfItsTransaction(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		var server fakedb.Server
		server.On(fakedb.Commit, "").Delay(time.Hour)
		db := open(t, &server)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := begin(t, ctx, db).Commit(); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Commit gave %v", err)
		}
		expectCounts(t, &server, fakedb.Counts{Begun: 1, CommitsFailed: 1})
	})
}

// Handle and Ended make a database that remembers what was committed.
func TestADatabaseWithAMemory(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		var server fakedb.Server
		var kept []any
		pending := map[int][]any{}
		server.Handle = func(e fakedb.Event) (fakedb.Reply, error) {
			if e.Op == fakedb.Query {
				return fakedb.Reply{Columns: []string{"n"}, Rows: [][]any{{int64(len(kept))}}}, nil
			}
			if len(e.Args) == 0 {
				return fakedb.Reply{}, errors.New("no value")
			}
			pending[e.Tx] = append(pending[e.Tx], e.Args[0])
			return fakedb.Reply{RowsAffected: 1}, nil
		}
		server.Ended = func(tx int, committed bool) {
			if committed {
				kept = append(kept, pending[tx]...)
			}
		}
		db := open(t, &server)
		for i, commit := range []bool{true, false, true} {
			tx := begin(t, t.Context(), db)
			tx.ExecContext(t.Context(), "INSERT", i)
			if _, err := tx.ExecContext(t.Context(), "INSERT"); err == nil {
				t.Error("Handle's error was lost")
			}
			if commit {
				tx.Commit()
			} else {
				tx.Rollback()
			}
		}
		var n int
		if err := db.QueryRowContext(t.Context(), "SELECT count(*)").Scan(&n); err != nil || n != 2 {
			t.Errorf("%d rows are kept (%v), want 2", n, err)
		}
		if !slices.Equal(kept, []any{int64(0), int64(2)}) {
			t.Errorf("kept %v", kept)
		}
	})
}

// The connection goes while its transaction is open.
func TestAConnectionTakesItsTransactionAlong(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		var server fakedb.Server
		db := open(t, &server)
		conn, err := db.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		err = conn.Raw(func(raw any) error {
			if _, err := raw.(driver.ConnBeginTx).BeginTx(t.Context(), driver.TxOptions{}); err != nil {
				return err
			}
			return driver.ErrBadConn
		})
		if !errors.Is(err, driver.ErrBadConn) {
			t.Errorf("Raw gave %v", err)
		}
		expectCounts(t, &server, fakedb.Counts{Begun: 1, RolledBack: 1})
		if err := fakedb.Free(t.Context(), db); err != nil {
			t.Error(err)
		}
	})
}
