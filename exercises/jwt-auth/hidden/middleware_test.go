package jwtauth_test

import (
	"context"
	"go/token"
	"net/http"
	"net/http/httptest"
	"reflect"
	"testing"

	"assay.test/testkit"
	"jwtauth"
)

// answer sends a request through the middleware, and tells whether it was handed on.
func answer(authorization string) (w *httptest.ResponseRecorder, handedOn bool) {
	w = httptest.NewRecorder()
	jwtauth.Auth([]byte(secret))(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		handedOn = true
	})).ServeHTTP(w, request(authorization))
	return w, handedOn
}

func TestARefusalIsA401(t *testing.T) {
	bubble(t, func(t *testing.T) {
		for _, c := range []struct{ authorization, challenge string }{
			{"", "Bearer"},
			{"Basic YWRhOnB3", "Bearer"},
			{"Bearer garbage", `Bearer error="invalid_token"`},
			{"Bearer " + b64(hs256) + ".e30.x", `Bearer error="invalid_token"`},
		} {
			w, handedOn := answer(c.authorization)
			if w.Code != http.StatusUnauthorized || handedOn {
				t.Errorf("Authorization %q was answered with %d, want %d; was it handed on? %v", c.authorization, w.Code, http.StatusUnauthorized, handedOn)
			}
			if got := w.Result().Header.Get("WWW-Authenticate"); got != c.challenge {
				t.Errorf("Authorization %q was answered with the challenge %q, want %q", c.authorization, got, c.challenge)
			}
		}
	})
}

// Whoever tries tokens out learns nothing from the answers, but that they are wrong.
func TestARefusalDoesNotSayWhy(t *testing.T) {
	bubble(t, func(t *testing.T) {
		expectGood(t, auth())
		want, _ := answer("Bearer garbage")
		for what, token := range map[string]string{
			"an expired token":           valid("ada", 0),
			"a token without exp":        claiming(`{"sub":"ada"}`),
			"a forged token":             b64(hs256) + "." + b64(payload("ada", 60)) + "." + b64("x"),
			"a token without an alg":     b64(`{"alg":"none"}`) + ".e30.",
			"a token that is no base64":  "?.?.?",
			"a token with a bad payload": claiming("ada"),
		} {
			w, handedOn := answer("Bearer " + token)
			if handedOn {
				continue // that it must not be is for other tests
			}
			if w.Code != want.Code || w.Body.String() != want.Body.String() || !reflect.DeepEqual(w.Result().Header, want.Result().Header) {
				t.Errorf("garbage is answered with %d %v %q, and %s with %d %v %q",
					want.Code, want.Header(), want.Body, what, w.Code, w.Header(), w.Body)
			}
		}
	})
}

type traceKey struct{}

// The context of the request stays what it was, and the claims come on top.
func TestTheRequestIsHandedOn(t *testing.T) {
	bubble(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.WithValue(t.Context(), traceKey{}, "trace 7"))
		w, r := httptest.NewRecorder(), request("Bearer "+valid("ada", 60))
		r = r.WithContext(ctx)
		called := false
		jwtauth.Auth([]byte(secret))(http.HandlerFunc(func(gotW http.ResponseWriter, gotR *http.Request) {
			called = true
			if gotW != http.ResponseWriter(w) {
				t.Errorf("next got another ResponseWriter, a %T", gotW)
			}
			if gotR.URL.Path != "/timesheets" || gotR.Context().Value(traceKey{}) != "trace 7" {
				t.Error("next got another request, or one whose context has lost its values")
			}
			cancel()
			if gotR.Context().Err() == nil {
				t.Error("the context that next got does not end with that of the request")
			}
		})).ServeHTTP(w, r)
		cancel()
		if !called {
			t.Error("a valid token was refused")
		}
		if _, ok := jwtauth.FromContext(r.Context()); ok {
			t.Error("the claims were put into the request that came in, not into a copy")
		}
	})
}

// spy is a context that looks at the keys by which it is asked.
type spy struct {
	context.Context
	keys []any
}

func (s *spy) Value(key any) any {
	s.keys = append(s.keys, key)
	return s.Context.Value(key)
}

// Another package that keeps something in the context, under whatever name, must not be able to
// get at the claims by accident: the type of the key is the package's own.
func TestTheKeyIsPrivate(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var ctx context.Context
		w := httptest.NewRecorder()
		jwtauth.Auth([]byte(secret))(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			ctx = r.Context()
		})).ServeHTTP(w, request("Bearer "+valid("ada", 60)))
		if ctx == nil {
			t.Fatal("a valid token was refused")
		}
		s := &spy{Context: ctx}
		if _, ok := jwtauth.FromContext(s); !ok || len(s.keys) == 0 {
			t.Fatal("FromContext did not find the claims in the context")
		}
		for _, key := range s.keys {
			kind := reflect.TypeOf(key)
			if kind.Kind() == reflect.Pointer {
				continue // nobody else has that pointer
			}
			if kind.PkgPath() == "" || token.IsExported(kind.Name()) {
				t.Errorf("the claims are kept under a key of type %v, which any package can make", kind)
			}
		}
	})
}

func TestTheSecret(t *testing.T) {
	bubble(t, func(t *testing.T) {
		for _, short := range []int{0, 1, 31} {
			if !panics(func() { jwtauth.Auth(make([]byte, short)) }) {
				t.Errorf("Auth took a secret of %d bytes", short)
			}
		}
		if panics(func() { jwtauth.Auth([]byte(secret)[:32]) }) {
			t.Error("Auth did not take a secret of 32 bytes")
		}
		// Its owner wipes it when it has been handed over.
		key := []byte(secret)
		h := jwtauth.Auth(key)(handler)
		clear(key)
		expectGood(t, h)
	})
}

func panics(f func()) (did bool) {
	defer func() { did = recover() != nil }()
	f()
	return false
}

// One middleware serves many requests, in goroutines that know nothing of each other, and
// each finds its own claims.
func TestRequestsBesideEachOther(t *testing.T) {
	bubble(t, func(t *testing.T) {
		subjects := []string{"ada", "grace", "emmy", "ada"}
		found := make([]string, len(subjects))
		h := func(i int) http.Handler {
			return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				claims, _ := jwtauth.FromContext(r.Context())
				found[i] = claims.Subject
			})
		}
		middleware := jwtauth.Auth([]byte(secret))
		var steps []func()
		for i, subject := range subjects {
			one := middleware(h(i))
			steps = append(steps, func() { one.ServeHTTP(httptest.NewRecorder(), request("Bearer "+valid(subject, 60))) })
		}
		testkit.InTurn(steps...)
		shared := middleware(handler)
		testkit.InTurn(
			func() { get(shared, "Bearer "+valid("ada", 60)) },
			func() { get(shared, "Bearer "+valid("grace", 60)+"x") },
			func() { get(shared, "Bearer "+valid("emmy", 60)) },
		)
		for i, subject := range subjects {
			if found[i] != subject {
				t.Errorf("the request of %s found the claims of %q", subject, found[i])
			}
		}
	})
}
