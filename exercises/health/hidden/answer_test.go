package health_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"assay.test/testkit"
	"health"
)

// Whatever the checks would say: Live does not ask them.
func TestLiveAsksNobody(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var it service
		h := health.New(limit, unheard)
		h.Register("database", it.ill("database", 0, errRefused))
		h.Register("mail", it.well("mail", time.Hour))
		h.Register("cache", func(context.Context) error {
			it.Do("cache", 0)
			panic("nobody asked")
		})
		for _, when := range []string{"before", "after"} {
			got := probe(t.Context(), h.Live())
			if got.code != 200 || got.bad != nil || got.Status != "ok" {
				t.Errorf("%s Drain, Live answered %d %q", when, got.code, got.text)
			}
			if got.at != 0 {
				t.Errorf("%s Drain, Live took %v", when, got.at)
			}
			h.Drain()
		}
		settle(s)
		if it.Len() != 0 {
			t.Errorf("Live asked %q", it.Args())
		}
	})
}

func TestReadyTellsTheOutcomes(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var it service
		h := health.New(limit, unheard)
		none := probe(t.Context(), h.Ready())
		if none.code != 200 || none.bad != nil || none.Status != "ok" || len(none.Checks) != 0 {
			t.Errorf("without checks Ready answered %d %q", none.code, none.text)
		}
		h.Register("database", it.well("database", 0))
		h.Register("templates", it.well("templates", s))
		got := probe(t.Context(), h.Ready())
		got.expect(t, "all is well", map[string]string{"database": "ok", "templates": "ok"})
		h.Register("mail", it.ill("mail", 0, errRefused))
		got = probe(t.Context(), h.Ready())
		got.expect(t, "mail is ill", map[string]string{"database": "ok", "templates": "ok", "mail": "failed"})
	})
}

// Ill today, well tomorrow, and ill again: each probe sees what is so now.
func TestReadyRemembersNothing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		h := health.New(limit, unheard)
		var err error
		h.Register("database", func(context.Context) error { return err })
		for _, now := range []error{nil, errRefused, nil, nil, errRefused} {
			err = now
			got, want := probe(t.Context(), h.Ready()), "ok"
			if now != nil {
				want = "failed"
			}
			got.expect(t, "the check returns "+want, map[string]string{"database": want})
		}
	})
}

func TestAnswersHaveTheRightHeader(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var it service
		h := health.New(limit, unheard)
		h.Register("database", it.well("database", 0))
		look := func(what string, handler http.Handler) {
			got := probe(t.Context(), handler)
			if kind := got.header.Get("Content-Type"); kind != "application/json" && !strings.HasPrefix(kind, "application/json;") {
				t.Errorf("%s: Content-Type is %q", what, kind)
			}
			if got.header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s: Cache-Control is %q", what, got.header.Get("Cache-Control"))
			}
		}
		look("Live", h.Live())
		look("Ready, all well", h.Ready())
		h.Register("mail", it.ill("mail", 0, errRefused))
		look("Ready, one ill", h.Ready())
	})
}

// Register refuses what could only be a mistake, and keeps what it has.
func TestRegisterRefusesNonsense(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var it service
		h := health.New(limit, unheard)
		h.Register("database", it.well("database", 0))
		for what, register := range map[string]func(){
			"an empty name":  func() { h.Register("", it.well("", 0)) },
			"a taken name":   func() { h.Register("database", it.ill("database", 0, errRefused)) },
			"a check of nil": func() { h.Register("mail", nil) },
		} {
			if !panics(register) {
				t.Errorf("Register with %s did not panic", what)
			}
		}
		// Its locks are free after that, and its list is as before.
		got := probe(t.Context(), h.Ready())
		got.expect(t, "after three panics", map[string]string{"database": "ok"})
	})
}

func panics(f func()) (did bool) {
	defer func() { did = recover() != nil }()
	f()
	return false
}

func TestDrain(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var it service
		h := health.New(limit, unheard)
		h.Register("database", it.well("database", s))
		probe(t.Context(), h.Ready())
		asked, before := it.Len(), testkit.Elapsed()
		for range 2 {
			h.Drain()
			got := probe(t.Context(), h.Ready())
			if got.code != 503 || got.bad != nil || got.Status != "draining" || got.at != before {
				t.Errorf("after Drain at %v, Ready answered %d %q at %v", before, got.code, got.text, got.at)
			}
		}
		settle(time.Minute)
		if it.Len() != asked {
			t.Errorf("after Drain, Ready asked %d checks", it.Len()-asked)
		}
	})
}
