package withsql_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"testing"

	"withsql"
)

var _ func(context.Context, *sql.DB, int) (string, error) = withsql.Find

// table is a driver that knows one user: number 7.
type table struct{}

func (table) Open(string) (driver.Conn, error) { return table{}, nil }
func (table) Prepare(string) (driver.Stmt, error) {
	return table{}, nil
}
func (table) Close() error                               { return nil }
func (table) Begin() (driver.Tx, error)                  { return nil, errors.ErrUnsupported }
func (table) NumInput() int                              { return 1 }
func (table) Exec([]driver.Value) (driver.Result, error) { return nil, errors.ErrUnsupported }
func (table) Query(arguments []driver.Value) (driver.Rows, error) {
	if arguments[0] == int64(7) {
		return &rows{left: []string{"the hidden user"}}, nil
	}
	return &rows{}, nil
}

type rows struct{ left []string }

func (*rows) Columns() []string { return []string{"name"} }
func (*rows) Close() error      { return nil }
func (r *rows) Next(into []driver.Value) error {
	if len(r.left) == 0 {
		return io.EOF
	}
	into[0], r.left = r.left[0], r.left[1:]
	return nil
}

func init() { sql.Register("table", table{}) }

func open(t *testing.T) *sql.DB {
	db, err := sql.Open("table", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestFind(t *testing.T) {
	if name, err := withsql.Find(t.Context(), open(t), 7); err != nil || name != "the hidden user" {
		t.Errorf("user 7 is %q, %v", name, err)
	}
}

func TestFindNobody(t *testing.T) {
	if _, err := withsql.Find(t.Context(), open(t), 8); !errors.Is(err, sql.ErrNoRows) {
		t.Errorf("user 8 gave %v", err)
	}
}
