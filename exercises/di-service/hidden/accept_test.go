package invite_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"invite"
)

func TestAcceptNotesTheTime(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		want := w.keep("t-1", ada, time.Hour)
		w.keep("t-2", "grace@example.org", time.Hour)
		time.Sleep(time.Minute)
		want.Accepted = time.Now()
		got, err := w.service(t).Accept(t.Context(), "t-1")
		if !gone(err) || !same(got, want) {
			t.Errorf("Accept gave %+v and the error %q, want %+v", got, text(err), want)
		}
		if !slices.ContainsFunc(w.store.kept, func(inv invite.Invitation) bool { return same(inv, want) }) {
			t.Errorf("the store holds %+v, want the accepted one there", w.store.kept)
		}
		if want := []string{"find t-1", "save t-1"}; !slices.Equal(w.calls, want) {
			t.Errorf("Accept made the calls %q, want %q", w.calls, want)
		}
	})
}

func TestAnInvitationIsAcceptedOnce(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.keep("t-1", ada, time.Hour)
		s := w.service(t)
		s.Accept(t.Context(), "t-1")
		first := slices.Clone(w.store.kept)
		for _, wait := range []time.Duration{time.Minute, 2 * time.Hour} { // the second after it expired
			time.Sleep(wait)
			inv, err := s.Accept(t.Context(), "t-1")
			if !errors.Is(err, invite.ErrAccepted) || !zero(inv) {
				t.Errorf("a further Accept gave %+v and the error %q, want ErrAccepted", inv, text(err))
			}
		}
		if !slices.EqualFunc(w.store.kept, first, same) {
			t.Errorf("a further Accept changed the store from %+v to %+v", first, w.store.kept)
		}
	})
}

func TestErrorsOfTheStoreComeBack(t *testing.T) {
	down := errors.New("database down")
	for _, test := range []struct {
		what  string
		token string
		fail  map[string]error
		want  error
	}{
		{"a token that nobody knows", "unknown", nil, invite.ErrNotFound},
		{"a Find that fails", "t-1", map[string]error{"find": down}, down},
		{"a Save that fails", "t-1", map[string]error{"save": down}, down},
	} {
		bubble(t, func(t *testing.T, w *world) {
			w.keep("t-1", ada, time.Hour)
			w.store.fail = test.fail
			inv, err := w.service(t).Accept(t.Context(), test.token)
			if !errors.Is(err, test.want) || !zero(inv) {
				t.Errorf("%s: Accept gave %+v and the error %q, want %q", test.what, inv, text(err), test.want)
			}
			if test.fail["save"] == nil && slices.ContainsFunc(w.calls, func(call string) bool { return call[:4] == "save" }) {
				t.Errorf("%s: Accept made the calls %q", test.what, w.calls)
			}
		})
	}
}

func TestGoodUntilItExpires(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		var expires []time.Time
		for _, token := range []string{"before", "at", "after", "long after"} {
			expires = append(expires, w.keep(token, ada, time.Hour).Expires)
		}
		start := time.Now()
		for i, test := range []struct {
			token string
			at    time.Duration
			late  bool
		}{
			{"before", time.Hour - 1, false},
			{"at", time.Hour, true},
			{"after", time.Hour + 1, true},
			{"long after", 1000 * time.Hour, true},
		} {
			time.Sleep(test.at - time.Since(start))
			w.calls = nil
			inv, err := w.service(t).Accept(t.Context(), test.token)
			if !test.late {
				if !gone(err) {
					t.Errorf("%v after it was made, an invitation for an hour was refused: %q", test.at, text(err))
				}
				continue
			}
			var expired *invite.ExpiredError
			if !errors.As(err, &expired) || expired == nil || text(err) == "" || !expired.Expires.Equal(expires[i]) || !zero(inv) {
				t.Errorf("%v after it was made, Accept of an invitation for an hour gave %+v and %q, want an *ExpiredError", test.at, inv, text(err))
			}
			if len(w.calls) != 1 {
				t.Errorf("Accept of an expired invitation made the calls %q", w.calls)
			}
		}
	})
}
