package health_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"health"
)

// These tests are yours: run them with `go test -race`, change them, add to them.
// They are a beginning. The hidden tests check everything that README.md says.
//
// They run in bubbles of testing/synctest, in which time is virtual: a minute of
// waiting takes no time at all, and every instant is exact.

func probe(handler http.Handler) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, httptest.NewRequest("GET", "/", nil))
	return recorder
}

func ignore(string, error) {}

func TestReadyWhenAllIsWell(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := health.New(2*time.Second, ignore)
		h.Register("database", func(context.Context) error { return nil })
		got := probe(h.Ready())
		var answer struct {
			Status string
			Checks map[string]string
		}
		err := json.Unmarshal(got.Body.Bytes(), &answer)
		if err != nil || got.Code != 200 || answer.Status != "ok" || !maps.Equal(answer.Checks, map[string]string{"database": "ok"}) {
			t.Errorf(`Ready answered %d %s, want 200 {"status":"ok","checks":{"database":"ok"}}`, got.Code, got.Body)
		}
	})
}

func TestNotReadyWhenACheckFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := health.New(2*time.Second, ignore)
		h.Register("database", func(context.Context) error { return errors.New("no such host: db-7.internal") })
		got := probe(h.Ready())
		if got.Code != 503 {
			t.Errorf("Ready answered %d", got.Code)
		}
		if strings.Contains(got.Body.String(), "db-7") {
			t.Errorf("Ready told whoever asked: %s", got.Body)
		}
	})
}

func TestAliveWithoutADatabase(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := health.New(2*time.Second, ignore)
		h.Register("database", func(context.Context) error { return errors.New("no such host") })
		if got := probe(h.Live()); got.Code != 200 {
			t.Errorf("Live answered %d", got.Code)
		}
	})
}

func TestACheckHasALimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := health.New(2*time.Second, ignore)
		h.Register("database", func(ctx context.Context) error {
			<-ctx.Done()
			return ctx.Err()
		})
		start := time.Now()
		if got := probe(h.Ready()); got.Code != 503 {
			t.Errorf("Ready answered %d", got.Code)
		}
		if took := time.Since(start); took != 2*time.Second {
			t.Errorf("Ready took %v, with a limit of 2 seconds", took)
		}
	})
}
