package invite_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

func recipients(w *world) []string {
	var to []string
	for _, mail := range w.mailer.sent {
		to = append(to, mail.To)
	}
	slices.Sort(to)
	return to
}

func TestRemindChoosesWhoseTimeIsShort(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.keep("t-1", "expired@example.org", -time.Minute)
		w.keep("t-2", "expires-now@example.org", 0)
		w.keep("t-3", "a-moment-left@example.org", 1)
		w.keep("t-4", "today@example.org", time.Hour)
		w.keep("t-5", "just-within@example.org", 24*time.Hour)
		w.keep("t-6", "not-yet@example.org", 24*time.Hour+1)
		w.keep("t-7", "next-week@example.org", 170*time.Hour)
		sent, err := w.service(t).Remind(t.Context(), 24*time.Hour)
		want := []string{"a-moment-left@example.org", "just-within@example.org", "today@example.org"}
		if got := recipients(w); !slices.Equal(got, want) {
			t.Errorf("mails went to %q, want %q", got, want)
		}
		if sent != 3 || !gone(err) {
			t.Errorf("Remind gave %d and the error %q, want 3", sent, text(err))
		}
		for _, mail := range w.mailer.sent {
			if mail.Subject == "" || !strings.Contains(mail.Text, "t-") {
				t.Errorf("a mail lacks its subject or the token: %+v", mail)
			}
		}
	})
}

func TestOneFailedMailKeepsNobodyFromTheirs(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		for i, name := range []string{"a", "b", "c", "d", "e"} {
			w.keep("t-"+name, name+"@example.org", time.Duration(i+1)*time.Hour)
		}
		bounced, full := errors.New("mailbox unavailable"), errors.New("mailbox full")
		w.mailer.fail["a@example.org"] = bounced
		w.mailer.fail["d@example.org"] = full
		sent, err := w.service(t).Remind(t.Context(), 24*time.Hour)
		if got, want := recipients(w), []string{"b@example.org", "c@example.org", "e@example.org"}; !slices.Equal(got, want) {
			t.Errorf("mails went to %q, want %q", got, want)
		}
		if sent != 3 {
			t.Errorf("3 mails were sent, and Remind says %d", sent)
		}
		if !errors.Is(err, bounced) || !errors.Is(err, full) {
			t.Errorf("two mails failed with %q and %q, and the error of Remind is %q", bounced, full, text(err))
		}
	})
}

func TestRemindEndsWithItsContext(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		for _, name := range []string{"a", "b", "c"} {
			w.keep("t-"+name, name+"@example.org", time.Hour)
		}
		ctx, cancel := context.WithCancel(t.Context())
		w.mailer.do = func(context.Context, string) { cancel() }
		sent, err := w.service(t).Remind(ctx, 24*time.Hour)
		if len(w.mailer.sent) != 1 || sent != 1 || !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled during the first of 3 mails, Remind tried %d and gave %d and the error %q", len(w.mailer.sent), sent, text(err))
		}
	})
}

func TestRemindWithoutAList(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		down := errors.New("database down")
		w.store.fail["open"] = down
		sent, err := w.service(t).Remind(t.Context(), 24*time.Hour)
		if sent != 0 || !errors.Is(err, down) {
			t.Errorf("Open failed with %q, and Remind gave %d and the error %q", down, sent, text(err))
		}
	})
}
