package invite_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"invite"
)

const ada = "ada@example.org"

func TestInviteSavesAndMails(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		inv, err := w.service(t, invite.WithTokens(tokens("t-"))).Invite(t.Context(), ada)
		if !gone(err) || inv.Token != "t-1" || inv.Email != ada || !inv.Accepted.IsZero() {
			t.Errorf("Invite gave %+v and the error %q", inv, text(err))
		}
		if len(w.store.kept) != 1 || !same(w.store.kept[0], inv) {
			t.Errorf("Invite returned %+v, and the store has %+v", inv, w.store.kept)
		}
		if len(w.mailer.sent) != 1 {
			t.Fatalf("%d mails were sent, want 1", len(w.mailer.sent))
		}
		mail := w.mailer.sent[0]
		if mail.To != ada || mail.Subject == "" || !strings.Contains(mail.Text, "t-1") {
			t.Errorf("the mail is %+v: want it to go to %s, with a subject, and t-1 in the text", mail, ada)
		}
	})
}

func TestSaveComesBeforeTheMail(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.service(t, invite.WithTokens(tokens("t-"))).Invite(t.Context(), ada)
		if want := []string{"save t-1", "send " + ada}; !slices.Equal(w.calls, want) {
			t.Errorf("Invite made the calls %q, want %q", w.calls, want)
		}
	})
}

func TestNoMailAfterAFailedSave(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		full := errors.New("disk full")
		w.store.fail["save"] = full
		inv, err := w.service(t).Invite(t.Context(), ada)
		if !errors.Is(err, full) {
			t.Errorf("Save failed with %q, and Invite with %q", full, text(err))
		}
		if !zero(inv) {
			t.Errorf("Save failed, and Invite returned %+v with its error", inv)
		}
		if slices.Contains(w.calls, "send "+ada) {
			t.Error("an invitation that was not saved was mailed")
		}
	})
}

func TestAFailedMailTakesTheInvitationBack(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.keep("other", "grace@example.org", time.Hour)
		bounced := errors.New("mailbox unavailable")
		w.mailer.fail[ada] = bounced
		inv, err := w.service(t, invite.WithTokens(tokens("t-"))).Invite(t.Context(), ada)
		if !errors.Is(err, bounced) {
			t.Errorf("Send failed with %q, and Invite with %q", bounced, text(err))
		}
		if !zero(inv) {
			t.Errorf("Send failed, and Invite returned %+v with its error", inv)
		}
		if len(w.store.kept) != 1 || w.store.kept[0].Token != "other" {
			t.Errorf("Send failed for t-1, and the store holds %+v, want the other one only", w.store.kept)
		}
	})
}

// The caller hangs up while the mail is being sent, and so it fails.
func TestTheInvitationIsTakenBackEvenIfTheCallerIsGone(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		ctx, cancel := context.WithCancel(context.WithValue(t.Context(), ctxKey{}, "trace"))
		w.mailer.fail[ada] = context.Canceled
		w.mailer.do = func(context.Context, string) { cancel() }
		deleted := 0
		w.store.do = func(ctx context.Context, method string) {
			if method == "delete" {
				deleted++
				if err := ctx.Err(); err != nil {
					t.Errorf("Delete got a context that has ended: %v", err)
				}
				if ctx.Value(ctxKey{}) != "trace" {
					t.Error("the context of Delete lacks the values of the caller's")
				}
			}
		}
		w.service(t).Invite(ctx, ada)
		if deleted != 1 {
			t.Errorf("Delete was called %d times, want 1", deleted)
		}
	})
}

func TestBothErrorsAreFound(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		bounced, down := errors.New("mailbox unavailable"), errors.New("database down")
		w.mailer.fail[ada] = bounced
		w.store.fail["delete"] = down
		if _, err := w.service(t).Invite(t.Context(), ada); !errors.Is(err, bounced) || !errors.Is(err, down) {
			t.Errorf("Send failed with %q, Delete with %q, and Invite with %q", bounced, down, text(err))
		}
	})
}

type ctxKey struct{}

// Each dependency sees the caller's context: its values, and its end.
func TestEveryCallGetsTheContextOfTheCaller(t *testing.T) {
	invites := func(s *invite.Service, ctx context.Context) { s.Invite(ctx, ada) }
	accepts := func(s *invite.Service, ctx context.Context) { s.Accept(ctx, "old") }
	reminds := func(s *invite.Service, ctx context.Context) { s.Remind(ctx, 2*time.Hour) }
	for _, test := range []struct {
		what   string
		method string
		call   func(*invite.Service, context.Context)
	}{
		{"Save of Invite", "save", invites},
		{"Send of Invite", "send", invites},
		{"Find of Accept", "find", accepts},
		{"Save of Accept", "save", accepts},
		{"Open of Remind", "open", reminds},
		{"Send of Remind", "send", reminds},
	} {
		bubble(t, func(t *testing.T, w *world) {
			w.keep("old", "grace@example.org", time.Hour)
			ctx, cancel := context.WithCancel(context.WithValue(t.Context(), ctxKey{}, "trace"))
			defer cancel()
			seen := false
			watch := func(got context.Context, method string) {
				if method != test.method {
					return
				}
				seen = true
				if got.Value(ctxKey{}) != "trace" || got.Err() != nil {
					t.Errorf("%s got a context that is not the caller's", test.what)
				}
				cancel()
				if got.Err() == nil {
					t.Errorf("%s got a context that does not end with the caller's", test.what)
				}
			}
			w.store.do = watch
			w.mailer.do = func(got context.Context, _ string) { watch(got, "send") }
			test.call(w.service(t), ctx)
			if !seen {
				t.Errorf("there was no %s", test.what)
			}
		})
	}
}

// What succeeded has no error at all, not even one that holds a nil pointer.
func TestNoErrorIsNil(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		s, err := invite.New(&w.store, &w.mailer, &w.clock)
		if s == nil || err != nil {
			t.Fatalf("New gave %v and an error that is not nil: %T", s, err)
		}
		inv, err := s.Invite(t.Context(), ada)
		if err != nil {
			t.Errorf("Invite succeeded, with an error that is not nil: %T", err)
		}
		if _, err := s.Remind(t.Context(), 100*time.Hour); err != nil {
			t.Errorf("Remind succeeded, with an error that is not nil: %T", err)
		}
		if _, err := s.Accept(t.Context(), inv.Token); err != nil {
			t.Errorf("Accept succeeded, with an error that is not nil: %T", err)
		}
		if _, err := s.Remind(t.Context(), 100*time.Hour); err != nil {
			t.Errorf("Remind had nothing to do, and an error that is not nil: %T", err)
		}
	})
}
