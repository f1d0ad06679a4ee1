package invite_test

import (
	"testing"
	"time"

	"invite"
)

// In these tests the injected clock is years ahead of the one of package time.
const years = 5 * 365 * 24 * time.Hour

func TestInviteAsksTheClock(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.clock.ahead = years
		s := w.service(t)
		for range 2 { // the second time later
			want := time.Now().Add(years)
			inv, _ := s.Invite(t.Context(), ada)
			if !inv.Created.Equal(want) || !inv.Expires.After(want) || inv.Expires.After(want.Add(years/2)) {
				t.Errorf("at %v of the clock an invitation was created %v and expires %v", want, inv.Created, inv.Expires)
			}
			time.Sleep(time.Minute)
		}
	})
}

func TestAcceptAsksTheClock(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.keep("late", ada, years-time.Minute)
		w.keep("in time", ada, years+time.Minute)
		w.clock.ahead = years
		s := w.service(t)
		if _, err := s.Accept(t.Context(), "late"); gone(err) {
			t.Error("by the clock the invitation expired a minute ago, and Accept accepted it")
		}
		if inv, err := s.Accept(t.Context(), "in time"); !inv.Accepted.Equal(time.Now().Add(years)) {
			t.Errorf("the clock says %v, and Accept gave the time %v (error %q)", time.Now().Add(years), inv.Accepted, text(err))
		}
		time.Sleep(time.Second)
		w.keep("later", ada, years+time.Minute)
		if inv, err := s.Accept(t.Context(), "later"); !inv.Accepted.Equal(time.Now().Add(years)) {
			t.Errorf("the clock says %v, and Accept gave the time %v (error %q)", time.Now().Add(years), inv.Accepted, text(err))
		}
	})
}

func TestRemindAsksTheClock(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.keep("soon by the clock", ada, years+time.Minute)
		w.clock.ahead = years
		w.service(t).Remind(t.Context(), time.Hour)
		if len(w.mailer.sent) != 1 || w.mailer.sent[0].To != ada {
			t.Errorf("by the clock the invitation of %s expires in a minute, and the mails are %+v", ada, w.mailer.sent)
		}
	})
}

// A clock that moves on between two questions must not be able to contradict itself
// within a call.
func TestTheClockIsAskedOnce(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.clock.step = time.Second
		s := w.service(t, invite.WithTokens(tokens("t-")))
		for _, call := range []struct {
			name string
			do   func()
		}{
			{"Invite", func() { s.Invite(t.Context(), ada) }},
			{"Invite", func() { s.Invite(t.Context(), ada) }},
			{"Accept", func() { s.Accept(t.Context(), "t-1") }},
			{"Remind", func() { s.Remind(t.Context(), 100*time.Hour) }},
		} {
			before := w.clock.asked
			call.do()
			if n := w.clock.asked - before; n != 1 {
				t.Errorf("%s asked the clock %d times, want once", call.name, n)
			}
		}
	})
}
