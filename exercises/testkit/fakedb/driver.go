package fakedb

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"time"
)

type connector struct{ server *Server }

func (c connector) Connect(context.Context) (driver.Conn, error) {
	return &conn{server: c.server, number: c.server.nextConn()}, nil
}

func (c connector) Driver() driver.Driver { return noDriver{} }

type noDriver struct{}

func (noDriver) Open(string) (driver.Conn, error) {
	return nil, errors.New("fakedb: a database is opened with Server.Open")
}

// conn is one connection. database/sql lets one goroutine use it at a time.
type conn struct {
	server *Server
	number int
	tx     *transaction // that is open, or nil
}

// That a connection can be reset lets database/sql keep it after a rollback by context.
func (c *conn) ResetSession(context.Context) error { return nil }
func (c *conn) IsValid() bool                      { return true }

func (c *conn) Close() error {
	if c.tx != nil {
		c.server.add(Counts{RolledBack: 1, OpenTx: -1})
		c.endTx(false)
	}
	return nil
}

func (c *conn) endTx(committed bool) {
	number := c.tx.number
	c.tx = nil
	c.server.ended(number, committed)
}

// A call is an event that has begun.
type call struct {
	server *Server
	index  int
	event  Event
	delay  time.Duration
	err    error
	reply  *Reply
}

func (c *conn) begin(e Event) *call {
	e.Conn = c.number
	if c.tx != nil {
		e.Tx = c.tx.number
	}
	now := &call{server: c.server, event: e, index: c.server.note(e)}
	for _, r := range c.server.rules {
		if !r.matches(e) || !c.server.applies(r) {
			continue
		}
		now.delay += r.delay
		if r.err != nil {
			now.err, now.reply = r.err, nil
		}
		if r.reply != nil {
			now.err, now.reply = nil, r.reply
		}
	}
	return now
}

// wait takes the call's time and gives its error.
func (c *call) wait(ctx context.Context) error {
	if err := pause(ctx, c.delay); err != nil {
		return err
	}
	return c.err
}

// statement runs an Exec or Query to its end.
func (c *conn) statement(ctx context.Context, op Op, query string, args []driver.NamedValue) (Reply, error) {
	call := c.begin(Event{Op: op, SQL: query, Args: values(args)})
	err := call.wait(ctx)
	var reply Reply
	switch {
	case err != nil:
	case call.reply != nil:
		reply = *call.reply
	default:
		reply, err = c.server.answer(call.event)
	}
	sum := Counts{Outside: 1}
	if c.tx != nil {
		sum = Counts{Inside: 1}
	}
	if op == Query && err == nil {
		sum.OpenRows = 1
	}
	c.server.finish(call.index, err, sum)
	return reply, err
}

func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	reply, err := c.statement(ctx, Exec, query, args)
	return result{reply}, err
}

func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	reply, err := c.statement(ctx, Query, query, args)
	if err != nil {
		return nil, err
	}
	return &rows{server: c.server, reply: reply}, nil
}

func (c *conn) Prepare(query string) (driver.Stmt, error) {
	return c.PrepareContext(context.Background(), query)
}

func (c *conn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	call := c.begin(Event{Op: Prepare, SQL: query})
	err := call.wait(ctx)
	c.server.finish(call.index, err, Counts{})
	if err != nil {
		return nil, err
	}
	return &stmt{c, query}, nil
}

func (c *conn) Begin() (driver.Tx, error) {
	return c.BeginTx(context.Background(), driver.TxOptions{})
}

func (c *conn) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	if c.tx != nil {
		return nil, errors.New("fakedb: this connection has a transaction already")
	}
	number := c.server.nextTx()
	call := c.begin(Event{Op: Begin, Options: options, Tx: number})
	err := call.wait(ctx)
	sum := Counts{}
	if err == nil {
		sum = Counts{Begun: 1, OpenTx: 1}
	}
	c.server.finish(call.index, err, sum)
	if err != nil {
		return nil, err
	}
	c.tx = &transaction{c, number, ctx}
	return c.tx, nil
}

// transaction keeps the context that it was begun with, for Commit, which gets none.
type transaction struct {
	conn   *conn
	number int
	ctx    context.Context
}

func (t *transaction) Commit() error {
	call := t.conn.begin(Event{Op: Commit})
	err := call.wait(t.ctx)
	sum := Counts{Committed: 1, OpenTx: -1}
	if err != nil {
		sum = Counts{CommitsFailed: 1, OpenTx: -1}
	}
	t.conn.server.finish(call.index, err, sum)
	t.conn.endTx(err == nil)
	return err
}

func (t *transaction) Rollback() error {
	call := t.conn.begin(Event{Op: Rollback})
	err := call.wait(context.Background())
	t.conn.server.finish(call.index, err, Counts{RolledBack: 1, OpenTx: -1})
	t.conn.endTx(false)
	return err
}

type stmt struct {
	conn  *conn
	query string
}

func (s *stmt) Close() error  { return nil }
func (s *stmt) NumInput() int { return -1 }

// These two are what the interface wants; database/sql calls those with a context.
func (s *stmt) Exec([]driver.Value) (driver.Result, error) { return nil, driver.ErrSkip }
func (s *stmt) Query([]driver.Value) (driver.Rows, error)  { return nil, driver.ErrSkip }

func (s *stmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	return s.conn.ExecContext(ctx, s.query, args)
}

func (s *stmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	return s.conn.QueryContext(ctx, s.query, args)
}

type result struct{ reply Reply }

func (r result) LastInsertId() (int64, error) { return r.reply.LastInsertID, nil }
func (r result) RowsAffected() (int64, error) { return r.reply.RowsAffected, nil }

// rows are one goroutine's at a time, as a connection is.
type rows struct {
	server *Server
	reply  Reply
	next   int
	closed bool
}

func (r *rows) Columns() []string { return r.reply.Columns }

func (r *rows) Close() error {
	if !r.closed {
		r.closed = true
		r.server.add(Counts{OpenRows: -1})
	}
	return nil
}

func (r *rows) Next(into []driver.Value) error {
	if r.next == len(r.reply.Rows) {
		if r.reply.RowsErr != nil {
			return r.reply.RowsErr
		}
		return io.EOF
	}
	for i, value := range r.reply.Rows[r.next] {
		into[i] = value
	}
	r.next++
	return nil
}

func values(args []driver.NamedValue) []any {
	list := make([]any, len(args))
	for i, arg := range args {
		list[i] = arg.Value
	}
	return list
}
