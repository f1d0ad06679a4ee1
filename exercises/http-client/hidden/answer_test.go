package fetch_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"fetch"
)

func TestGetGivesTheBodyOfTheAnswer(t *testing.T) {
	for _, does := range []reply{
		{body: "in transit"},
		{body: strings.Repeat("in transit, ", 20_000)},
		{status: http.StatusAccepted, body: "soon"},
	} {
		bubble(t, func(t *testing.T) {
			a := newAPI(does)
			got := get(t.Context(), a, usual)
			if got.err != nil || got.body != does.body {
				t.Errorf("the API sent a body of %d bytes; Get gave %d and the error %v", len(does.body), len(got.body), got.err)
			}
			if len(a.attempts) != 1 {
				t.Fatalf("%d attempts, and the first was answered", len(a.attempts))
			}
			if at := a.attempts[0]; at.method != "GET" || at.url != parcel {
				t.Errorf("Get sent %s %s", at.method, at.url)
			}
			if got.at != 0 {
				t.Errorf("the API took no time, and Get %v", got.at)
			}
		})
	}
}

func TestDoSendsTheRequestAsItIs(t *testing.T) {
	bubble(t, func(t *testing.T) {
		r := request(t, "POST", "two boxes")
		r.Header.Set("X-Shop", "tea")
		a := newAPI(reply{status: http.StatusCreated, body: "pick-up 12"})
		if got := do(r, a, usual); got.err != nil || got.body != "pick-up 12" {
			t.Errorf("Do gave %q, %v", got.body, got.err)
		}
		if len(a.attempts) != 1 {
			t.Fatalf("%d attempts, and the first was answered", len(a.attempts))
		}
		if at := a.attempts[0]; at.method != "POST" || at.url != parcel || at.sent != "two boxes" || at.header.Get("X-Shop") != "tea" {
			t.Errorf("the API got %s %s with X-Shop %q and the body %q", at.method, at.url, at.header.Get("X-Shop"), at.sent)
		}
	})
}

// What the client did wrong stays wrong: one attempt, no wait, and the status.
func TestARefusalIsReportedAtOnce(t *testing.T) {
	for _, status := range []int{400, 401, 403, 404, 405, 408, 409, 410, 418, 422, 499} {
		bubble(t, func(t *testing.T) {
			a := newAPI(reply{status: status, body: "no", retryAfter: "1"}, reply{})
			got := get(t.Context(), a, usual)
			var refusal *fetch.StatusError
			if !errors.As(got.err, &refusal) || refusal.Status != status {
				t.Errorf("status %d: Get gave %q, %v", status, got.body, got.err)
			}
			if len(a.attempts) != 1 || got.at != 0 {
				t.Errorf("status %d: %d attempts until %v", status, len(a.attempts), got.at)
			}
		})
	}
}
