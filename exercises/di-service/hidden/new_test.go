package invite_test

import (
	"regexp"
	"testing"
	"time"

	"assay.test/testkit"
	"invite"
)

func TestNewRefusesWhatIsMissing(t *testing.T) {
	w := newWorld()
	if s, err := invite.New(&w.store, &w.mailer, &w.clock); s == nil || !gone(err) {
		t.Errorf("with all dependencies, New gave the Service %v and the error %q", s, text(err))
	}
	for what, new := range map[string]func() (*invite.Service, error){
		"store":  func() (*invite.Service, error) { return invite.New(nil, &w.mailer, &w.clock) },
		"mailer": func() (*invite.Service, error) { return invite.New(&w.store, nil, &w.clock) },
		"clock":  func() (*invite.Service, error) { return invite.New(&w.store, &w.mailer, nil) },
	} {
		if s, err := new(); s != nil || gone(err) {
			t.Errorf("without a %s, New gave the Service %v and the error %q", what, s, text(err))
		}
	}
}

func TestNewRefusesOptionsThatMakeNoSense(t *testing.T) {
	w := newWorld()
	for what, option := range map[string]invite.Option{
		"lifetime 0":     invite.WithLifetime(0),
		"lifetime -1h":   invite.WithLifetime(-time.Hour),
		"nil for tokens": invite.WithTokens(nil),
	} {
		if s, err := invite.New(&w.store, &w.mailer, &w.clock, option); s != nil || gone(err) {
			t.Errorf("with %s, New gave the Service %v and the error %q", what, s, text(err))
		}
	}
}

func TestNewCallsNothing(t *testing.T) {
	w := newWorld()
	asked := 0
	w.service(t, invite.WithTokens(func() string { asked++; return "t" }))
	if len(w.calls) > 0 || w.clock.asked > 0 || asked > 0 {
		t.Errorf("New made the calls %q, asked the clock %d times and for %d tokens", w.calls, w.clock.asked, asked)
	}
}

func TestTheLifetimeIsAnOption(t *testing.T) {
	for _, test := range []struct {
		options []invite.Option
		want    time.Duration
	}{
		{nil, 72 * time.Hour},
		{[]invite.Option{invite.WithLifetime(time.Minute)}, time.Minute},
		{[]invite.Option{invite.WithLifetime(time.Minute), invite.WithTokens(tokens("t"))}, time.Minute},
		{[]invite.Option{invite.WithLifetime(time.Minute), invite.WithLifetime(time.Hour)}, time.Hour},
	} {
		bubble(t, func(t *testing.T, w *world) {
			inv, err := w.service(t, test.options...).Invite(t.Context(), "ada@example.org")
			if got := inv.Expires.Sub(inv.Created); !gone(err) || got != test.want {
				t.Errorf("an invitation is good for %v, want %v (error %q)", got, test.want, text(err))
			}
		})
	}
}

// Two services in one program: each keeps to its own options and dependencies, in whatever order they
// were made and are used.
func TestServicesDoNotNoticeEachOther(t *testing.T) {
	bubble(t, func(t *testing.T, one *world) {
		two, three := newWorld(), newWorld()
		first := one.service(t, invite.WithLifetime(time.Minute), invite.WithTokens(tokens("first-")))
		second := two.service(t, invite.WithLifetime(time.Hour), invite.WithTokens(tokens("second-")))
		third := three.service(t)

		check := func(name string, s *invite.Service, w *world, token string, lifetime time.Duration) {
			inv, err := s.Invite(t.Context(), name+"@example.org")
			if !gone(err) {
				t.Errorf("%s: Invite gave %q", name, text(err))
			}
			if token != "" && inv.Token != token {
				t.Errorf("%s: the token is %q, want %q", name, inv.Token, token)
			}
			if got := inv.Expires.Sub(inv.Created); got != lifetime {
				t.Errorf("%s: the invitation is good for %v, want %v", name, got, lifetime)
			}
			if len(w.store.kept) != 1 || len(w.mailer.sent) != 1 || w.mailer.sent[0].To != name+"@example.org" {
				t.Errorf("%s: its store has %d invitations and its mailer sent %v", name, len(w.store.kept), w.mailer.sent)
			}
		}
		check("first", first, one, "first-1", time.Minute)
		check("third", third, three, "", 72*time.Hour)
		check("second", second, two, "second-1", time.Hour)
	})
}

func TestTokensCannotBeGuessed(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		form := regexp.MustCompile(`^[A-Za-z0-9_-]{22,}$`)
		seen := map[string]bool{}
		for range 2 { // two services: each has a source of its own
			s := w.service(t)
			for range 50 {
				inv, _ := s.Invite(t.Context(), "ada@example.org")
				if !form.MatchString(inv.Token) {
					t.Fatalf("the token %q is not 22 or more letters, digits, - and _", inv.Token)
				}
				if seen[inv.Token] {
					t.Fatalf("the token %q came twice", inv.Token)
				}
				seen[inv.Token] = true
			}
		}
	})
}

// Calls that nothing orders but time, and dependencies that share nothing.
func TestMethodsMayBeCalledAtOnce(t *testing.T) {
	s, err := invite.New(still{}, still{}, still{})
	if s == nil {
		t.Fatalf("New gave no Service, and the error %q", text(err))
	}
	call := func() {
		inv, _ := s.Invite(t.Context(), "ada@example.org")
		s.Accept(t.Context(), inv.Token)
		s.Remind(t.Context(), time.Hour)
	}
	testkit.InTurn(call, call, call)
}
