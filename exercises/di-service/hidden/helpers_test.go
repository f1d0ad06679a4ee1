package invite_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"assay.test/testkit"
	"invite"
)

// A world is all that a Service depends on: fakes that note their calls, and fail
// when they are told to. Its clock shows the time of the bubble, so that only the tests about
// the clock can tell it from time.Now.
type world struct {
	store  store
	mailer mailer
	clock  clock
	calls  []string // "save a-token", "send ada@example.org" … in order
}

type (
	store struct {
		world *world
		kept  []invite.Invitation
		fail  map[string]error // by method
		do    func(ctx context.Context, method string)
	}
	mailer struct {
		world *world
		sent  []invite.Mail    // those that did not fail
		fail  map[string]error // by address
		do    func(ctx context.Context, to string)
	}
	clock struct {
		ahead time.Duration // of the bubble's
		step  time.Duration // how much it moves on with each question
		asked int
	}
)

func newWorld() *world {
	w := &world{}
	w.store = store{world: w, fail: map[string]error{}, do: func(context.Context, string) {}}
	w.mailer = mailer{world: w, fail: map[string]error{}, do: func(context.Context, string) {}}
	return w
}

// service makes a Service of the world's fakes, or ends the test.
func (w *world) service(t *testing.T, options ...invite.Option) *invite.Service {
	t.Helper()
	s, err := invite.New(&w.store, &w.mailer, &w.clock, options...)
	if s == nil {
		t.Fatalf("New gave no Service, and the error %q", text(err))
	}
	return s
}

func (s *store) note(ctx context.Context, method, token string) error {
	s.world.calls = append(s.world.calls, strings.TrimSpace(method+" "+token))
	s.do(ctx, method)
	return s.fail[method]
}

func (s *store) Save(ctx context.Context, inv invite.Invitation) error {
	err := s.note(ctx, "save", inv.Token)
	if err == nil {
		s.kept = slices.DeleteFunc(s.kept, func(old invite.Invitation) bool { return old.Token == inv.Token })
		s.kept = append(s.kept, inv)
	}
	return err
}

func (s *store) Find(ctx context.Context, token string) (invite.Invitation, error) {
	if err := s.note(ctx, "find", token); err != nil {
		return invite.Invitation{}, err
	}
	for _, inv := range s.kept {
		if inv.Token == token {
			return inv, nil
		}
	}
	return invite.Invitation{}, fmt.Errorf("store: %w", invite.ErrNotFound)
}

func (s *store) Delete(ctx context.Context, token string) error {
	err := s.note(ctx, "delete", token)
	if err == nil {
		s.kept = slices.DeleteFunc(s.kept, func(old invite.Invitation) bool { return old.Token == token })
	}
	return err
}

func (s *store) Open(ctx context.Context) ([]invite.Invitation, error) {
	if err := s.note(ctx, "open", ""); err != nil {
		return nil, err
	}
	var open []invite.Invitation
	for _, inv := range s.kept {
		if inv.Accepted.IsZero() {
			open = append(open, inv)
		}
	}
	return open, nil
}

func (m *mailer) Send(ctx context.Context, mail invite.Mail) error {
	m.world.calls = append(m.world.calls, "send "+mail.To)
	m.do(ctx, mail.To)
	if err := m.fail[mail.To]; err != nil {
		return err
	}
	m.sent = append(m.sent, mail)
	return nil
}

func (c *clock) Now() time.Time {
	now := time.Now().Add(c.ahead + time.Duration(c.asked)*c.step)
	c.asked++
	return now
}

// bubble runs a test in virtual time, with a world of its own.
func bubble(t *testing.T, f func(t *testing.T, w *world)) {
	t.Helper()
	testkit.LenientBubble(t, func(t *testing.T) { f(t, newWorld()) })
}

// keep puts an open invitation into the store, that expires after d.
func (w *world) keep(token, email string, d time.Duration) invite.Invitation {
	now := time.Now()
	inv := invite.Invitation{Token: token, Email: email, Created: now.Add(-time.Hour), Expires: now.Add(d)}
	w.store.kept = append(w.store.kept, inv)
	return inv
}

// gone says that err is nil, or a nil pointer in an error. The difference has a test of its
// own, and what it is about is no business of the other tests.
func gone(err error) bool {
	v := reflect.ValueOf(err)
	return err == nil || v.Kind() == reflect.Pointer && v.IsNil()
}

// text is err.Error(), or "" where there is no error.
func text(err error) string {
	if gone(err) {
		return ""
	}
	return err.Error()
}

// same compares invitations; times are equal if they are the same instant.
func same(a, b invite.Invitation) bool {
	return a.Token == b.Token && a.Email == b.Email && a.Created.Equal(b.Created) &&
		a.Expires.Equal(b.Expires) && a.Accepted.Equal(b.Accepted)
}

func zero(inv invite.Invitation) bool { return inv == invite.Invitation{} }

// tokens gives the tokens t1, t2 …
func tokens(prefix string) func() string {
	n := 0
	return func() string {
		n++
		return fmt.Sprint(prefix, n)
	}
}
