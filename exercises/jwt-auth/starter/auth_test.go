package jwtauth

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"
)

// Run these with `go test -race`. They are a beginning. The clock of a bubble begins at
// midnight of the first of January 2000, UTC, and moves only when all its goroutines wait.

const secret = "tell nobody, and least of all git"

// The token has been made elsewhere, with that secret. It says
//
//	{"alg":"HS256","typ":"JWT"}
//	{"sub":"ada","exp":946684860}
//
// and expires a minute after the clock of a bubble has begun.
const token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9" +
	".eyJzdWIiOiJhZGEiLCJleHAiOjk0NjY4NDg2MH0" +
	"._ZjhYgy2iy9cbSiiZMkQy6tRQNjuORuvkL9QNtJ9NMU"

// get sends a request with that Authorization through the middleware, and gives the answer.
// The handler behind it answers with the subject.
func get(authorization string) *httptest.ResponseRecorder {
	h := Auth([]byte(secret))(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		claims, ok := FromContext(r.Context())
		if !ok {
			w.Write([]byte("nobody"))
		}
		w.Write([]byte(claims.Subject))
	}))
	r := httptest.NewRequest(http.MethodGet, "/timesheets", nil)
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestAValidToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := get("Bearer " + token)
		if w.Code != http.StatusOK || w.Body.String() != "ada" {
			t.Errorf("a valid token of ada got %d %q", w.Code, w.Body)
		}
	})
}

func TestNoToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := get("")
		if w.Code != http.StatusUnauthorized {
			t.Errorf("a request without a token got %d", w.Code)
		}
		if challenge := w.Result().Header.Get("WWW-Authenticate"); challenge != "Bearer" {
			t.Errorf("a request without a token got the challenge %q", challenge)
		}
	})
}

func TestATokenThatHasExpired(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Minute)
		if code := get("Bearer " + token).Code; code != http.StatusUnauthorized {
			t.Errorf("a minute later, the token got %d", code)
		}
	})
}
