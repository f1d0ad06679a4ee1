package jwtauth_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"assay.test/testkit"
	"jwtauth"
)

// bubble runs a test in virtual time, which begins at epoch.
var bubble = testkit.LenientBubble

const (
	epoch  = 946684800 // the first of January 2000, UTC
	secret = "0123456789abcdef-not-a-good-secret-but-long"
	hs256  = `{"alg":"HS256","typ":"JWT"}`
)

func b64(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// sign makes a token of a header and a payload, whatever they say, with an HMAC.
func sign(newHash func() hash.Hash, secret, header, payload string) string {
	signed := b64(header) + "." + b64(payload)
	return signed + "." + mac(newHash, secret, signed)
}

func mac(newHash func() hash.Hash, secret, signed string) string {
	mac := hmac.New(newHash, []byte(secret))
	mac.Write([]byte(signed))
	return b64(string(mac.Sum(nil)))
}

// claiming makes a token with a correct signature whose payload is that.
func claiming(payload string) string { return sign(sha256.New, secret, hs256, payload) }

// valid makes a token of that subject which is valid for so many seconds from epoch on.
func valid(subject string, seconds int64) string {
	return claiming(payload(subject, seconds))
}

func payload(subject string, seconds int64) string {
	sub, _ := json.Marshal(subject)
	return fmt.Sprintf(`{"sub":%s,"exp":%d}`, sub, epoch+seconds)
}

// passed is what the handler behind the middleware says: a code that nobody else would use.
const passed = http.StatusAlreadyReported

var handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(passed) })

func auth() http.Handler { return jwtauth.Auth([]byte(secret))(handler) }

func request(authorization string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/timesheets", nil)
	r.Header.Set("Authorization", authorization)
	return r
}

// get tells whether a request with that Authorization comes through to the handler. How one
// is refused that does not is for another test.
func get(h http.Handler, authorization string) bool {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, request(authorization))
	return w.Code == passed
}

// expectRefused fails for each of the tokens that comes through. It also fails if a good one
// does not: who refuses everything has shown nothing.
func expectRefused(t *testing.T, tokens map[string]string) {
	t.Helper()
	h := auth()
	expectGood(t, h)
	for what, token := range tokens {
		if get(h, "Bearer "+token) {
			t.Errorf("%s came through", what)
		}
	}
	expectGood(t, h)
}

func expectGood(t *testing.T, h http.Handler) {
	t.Helper()
	left := int64(testkit.Elapsed()/time.Second) + 60
	if !get(h, "Bearer "+valid("ada", left)) {
		t.Fatal("a valid token was refused")
	}
}
