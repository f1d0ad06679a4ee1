package invite_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"invite"
)

// These tests are yours: run them with `go test -race`, change them, add to them.
// They are a beginning. The hidden tests check everything that README.md says.
//
// No database, no mail server and no waiting: that is what the interfaces are for.

type memory struct {
	kept    map[string]invite.Invitation
	saveErr error
}

func (m *memory) Save(_ context.Context, inv invite.Invitation) error {
	if m.saveErr != nil {
		return m.saveErr
	}
	m.kept[inv.Token] = inv
	return nil
}

func (m *memory) Find(_ context.Context, token string) (invite.Invitation, error) {
	inv, ok := m.kept[token]
	if !ok {
		return inv, fmt.Errorf("find: %w", invite.ErrNotFound)
	}
	return inv, nil
}

func (m *memory) Delete(_ context.Context, token string) error {
	delete(m.kept, token)
	return nil
}

func (m *memory) Open(context.Context) (open []invite.Invitation, err error) {
	for _, inv := range m.kept {
		if inv.Accepted.IsZero() {
			open = append(open, inv)
		}
	}
	return open, nil
}

type outbox []invite.Mail

func (o *outbox) Send(_ context.Context, mail invite.Mail) error {
	*o = append(*o, mail)
	return nil
}

type watch struct{ now time.Time }

func (w *watch) Now() time.Time { return w.now }

func TestInviteAndAccept(t *testing.T) {
	store := &memory{kept: map[string]invite.Invitation{}}
	mails := &outbox{}
	clock := &watch{time.Date(2031, 5, 1, 12, 0, 0, 0, time.UTC)}
	s, err := invite.New(store, mails, clock)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	inv, err := s.Invite(t.Context(), "ada@example.org")
	if err != nil || len(*mails) != 1 || (*mails)[0].To != "ada@example.org" {
		t.Fatalf("Invite gave %+v, %v and sent %+v", inv, err, *mails)
	}
	clock.now = clock.now.Add(time.Hour)
	if got, err := s.Accept(t.Context(), inv.Token); err != nil || !got.Accepted.Equal(clock.now) {
		t.Errorf("Accept gave %+v, %v", got, err)
	}
	if _, err := s.Accept(t.Context(), inv.Token); !errors.Is(err, invite.ErrAccepted) {
		t.Errorf("a second Accept gave %v", err)
	}
}

func TestTooLate(t *testing.T) {
	store := &memory{kept: map[string]invite.Invitation{}}
	clock := &watch{time.Date(2031, 5, 1, 12, 0, 0, 0, time.UTC)}
	s, err := invite.New(store, &outbox{}, clock, invite.WithLifetime(time.Hour))
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	inv, err := s.Invite(t.Context(), "ada@example.org")
	if err != nil {
		t.Fatalf("Invite: %v", err)
	}
	clock.now = clock.now.Add(2 * time.Hour)
	var expired *invite.ExpiredError
	if _, err := s.Accept(t.Context(), inv.Token); !errors.As(err, &expired) {
		t.Errorf("two hours later Accept gave %v", err)
	}
}

func TestNoMailForNothing(t *testing.T) {
	store := &memory{saveErr: errors.New("disk full")}
	mails := &outbox{}
	s, err := invite.New(store, mails, &watch{})
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	if _, err := s.Invite(t.Context(), "ada@example.org"); !errors.Is(err, store.saveErr) {
		t.Errorf("Invite gave %v", err)
	}
	if len(*mails) != 0 {
		t.Errorf("nothing was saved, and %+v was sent", *mails)
	}
}
