package fakedb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// An Op is a kind of call that reaches the database.
type Op string

// All kinds. An Exec or Query of a prepared statement is one like any other.
const (
	Begin    Op = "begin"
	Prepare  Op = "prepare"
	Exec     Op = "exec"
	Query    Op = "query"
	Commit   Op = "commit"
	Rollback Op = "rollback"
)

// An Event is one call that reached the database.
type Event struct {
	Op      Op
	SQL     string           // of Prepare, Exec and Query
	Args    []any            // as the driver gets them: int64, float64, bool, []byte, string, time.Time or nil
	Options driver.TxOptions // of Begin
	Tx      int              // the transaction, counted from 1 in the order of Begin; 0 outside
	Conn    int              // the connection, counted from 1

	Start, End time.Duration // in the time of the bubble; End is -1 as long as the call lasts
	Err        error         // what it returned
}

// Counts are sums over the events so far.
type Counts struct {
	Begun         int // transactions
	Committed     int
	CommitsFailed int // ended by a Commit that failed: nothing of them remains
	RolledBack    int // ended by a Rollback, even one that returned an error, or by the end of the connection
	OpenTx        int // begun, and not ended in any of these ways
	Inside        int // statements (Exec and Query) in a transaction
	Outside       int // statements in none
	OpenRows      int // results of queries that nobody has closed or read to their end
}

// A Reply is what a statement gives.
type Reply struct {
	LastInsertID, RowsAffected int64 // of an Exec

	Columns []string // of a Query
	Rows    [][]any  // values as a driver may give them: int64, float64, bool, []byte, string, time.Time, nil
	RowsErr error    // what follows the last row instead of the end
}

// A Server is the database. The zero value is ready; set it up before it is used.
type Server struct {
	// Handle answers the statements that no rule has an answer or an error for. An error
	// is the statement's. It is called when the delay is over, one call at a time.
	Handle func(Event) (Reply, error)

	// Ended learns the end of each transaction. It takes turns with Handle.
	Ended func(tx int, committed bool)

	rules    []*Rule
	handling sync.Mutex // for Handle and Ended; visible to the race detector

	hidden hiddenMutex // for what follows
	events []Event
	counts Counts
	conns  int
	txs    int
}

// Open gives a database handle, which is closed when the test or its bubble ends.
func (s *Server) Open(t testing.TB) *sql.DB {
	db := sql.OpenDB(connector{s})
	t.Cleanup(func() { db.Close() })
	return db
}

// Free returns nil if a connection of db can be had, at the latest in a second.
// It sends nothing to the database.
func Free(ctx context.Context, db *sql.DB) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if err := db.PingContext(ctx); err != nil {
		return fmt.Errorf("no connection comes free (%d in use): %w", db.Stats().InUse, err)
	}
	return nil
}

// A Rule changes what happens to the calls that it matches. Where several match, their
// delays add up and the later error or answer stands.
type Rule struct {
	op   Op
	text string
	cond func(Event) bool

	skip, times int // of the calls that match
	matched     int // guarded by Server.hidden

	delay time.Duration
	err   error
	reply *Reply
}

// On makes a rule for the calls of a kind ("" is any) whose SQL contains text.
func (s *Server) On(op Op, text string) *Rule {
	r := &Rule{op: op, text: text, times: -1}
	s.rules = append(s.rules, r)
	return r
}

// If narrows the rule. It must not look at anything that changes.
func (r *Rule) If(cond func(Event) bool) *Rule { r.cond = cond; return r }

// After lets the first n calls that match pass.
func (r *Rule) After(n int) *Rule { r.skip = n; return r }

// Times ends the rule when it has applied n times.
func (r *Rule) Times(n int) *Rule { r.times = n; return r }

// Delay makes the call take d.
func (r *Rule) Delay(d time.Duration) *Rule { r.delay = d; return r }

// Fail makes the call return err when its delay is over. (driver.ErrBadConn makes
// database/sql try again on another connection, as with any driver.)
func (r *Rule) Fail(err error) *Rule { r.err = err; return r }

// Answer makes the statement give reply.
func (r *Rule) Answer(reply Reply) *Rule { r.reply = &reply; return r }

func (r *Rule) matches(e Event) bool {
	return (r.op == "" || r.op == e.Op) && strings.Contains(e.SQL, r.text) && (r.cond == nil || r.cond(e))
}

// Events lists what has reached the database, in the order in which it came.
func (s *Server) Events() []Event {
	s.hidden.Lock()
	defer s.hidden.Unlock()
	return slices.Clone(s.events)
}

// Statements lists the Exec and Query among the events.
func (s *Server) Statements() []Event {
	return slices.DeleteFunc(s.Events(), func(e Event) bool { return e.Op != Exec && e.Op != Query })
}

// Counts gives the sums of now.
func (s *Server) Counts() Counts {
	s.hidden.Lock()
	defer s.hidden.Unlock()
	return s.counts
}

// ended tells the test that a transaction is over.
func (s *Server) ended(tx int, committed bool) {
	if s.Ended == nil {
		return
	}
	s.handling.Lock()
	defer s.handling.Unlock()
	s.Ended(tx, committed)
}

// answer is what a statement gives that no rule knows an answer for.
func (s *Server) answer(e Event) (Reply, error) {
	if s.Handle == nil {
		return Reply{RowsAffected: 1}, nil
	}
	s.handling.Lock()
	defer s.handling.Unlock()
	return s.Handle(e)
}
