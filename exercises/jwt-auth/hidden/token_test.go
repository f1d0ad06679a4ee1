package jwtauth_test

import (
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"hash"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"jwtauth"
)

func TestAValidTokenComesThrough(t *testing.T) {
	bubble(t, func(t *testing.T) {
		calls := 0
		var claims jwtauth.Claims
		var ok bool
		h := jwtauth.Auth([]byte(secret))(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			calls++
			claims, ok = jwtauth.FromContext(r.Context())
			w.WriteHeader(passed)
		}))
		for _, subject := range []string{"ada", "grace hopper", "u-4711"} {
			calls = 0
			w := httptest.NewRecorder()
			h.ServeHTTP(w, request("Bearer "+valid(subject, 60)))
			if w.Code != passed || calls != 1 {
				t.Fatalf("a valid token of %s: the handler was called %d times, and the answer is %d", subject, calls, w.Code)
			}
			if !ok || claims.Subject != subject || !claims.Expires.Equal(time.Unix(epoch+60, 0)) {
				t.Errorf("the claims of %s, which expire at %v, are %+v, %v", subject, time.Unix(epoch+60, 0).UTC(), claims, ok)
			}
		}
	})
}

// What else stands in a token is none of the middleware's business.
func TestMoreThanNeededComesThrough(t *testing.T) {
	bubble(t, func(t *testing.T) {
		h := auth()
		for _, token := range []string{
			sign(sha256.New, secret, `{"kid":"2","alg":"HS256"}`, payload("ada", 60)),
			claiming(fmt.Sprintf(`{"iss":"https://login.example","aud":["a","b"],"sub":"ada","exp":%d,"roles":{"x":1}}`, epoch+60)),
		} {
			if !get(h, "Bearer "+token) {
				t.Errorf("a valid token with more in it was refused: %s", token)
			}
		}
	})
}

// A token without a signature says so itself, in one spelling or another.
func TestAlgorithmNone(t *testing.T) {
	bubble(t, func(t *testing.T) {
		tokens := map[string]string{}
		for _, alg := range []string{"none", "None", "NONE", "nOnE", ""} {
			header := fmt.Sprintf(`{"alg":%q,"typ":"JWT"}`, alg)
			tokens["alg "+alg+" without a signature"] = b64(header) + "." + b64(payload("ada", 60)) + "."
			tokens["alg "+alg+" with something for a signature"] = b64(header) + "." + b64(payload("ada", 60)) + "." + b64("x")
			tokens["alg "+alg+" without its last dot"] = b64(header) + "." + b64(payload("ada", 60))
		}
		expectRefused(t, tokens)
	})
}

// Signed correctly with the secret, and yet not what the server has asked for.
func TestOtherAlgorithms(t *testing.T) {
	bubble(t, func(t *testing.T) {
		tokens := map[string]string{}
		for header, newHash := range map[string]func() hash.Hash{
			`{"alg":"HS384"}`: sha512.New384,
			`{"alg":"HS512"}`: sha512.New,
			`{"alg":"RS256"}`: sha256.New, // a public key, taken for a secret
			`{"alg":"ES256"}`: sha256.New,
			`{"alg":"none"}`:  sha256.New,
			`{"alg":"hs256"}`: sha256.New,
			`{"alg":""}`:      sha256.New,
			`{"alg":null}`:    sha256.New,
			`{"typ":"JWT"}`:   sha256.New,
			`null`:            sha256.New,
		} {
			tokens["the header "+header] = sign(newHash, secret, header, payload("ada", 60))
		}
		expectRefused(t, tokens)
	})
}

func TestForgeries(t *testing.T) {
	bubble(t, func(t *testing.T) {
		good := strings.Split(valid("ada", 60), ".")
		other := strings.Split(valid("eve", 60), ".")
		tokens := map[string]string{
			"somebody else's payload under a good signature": good[0] + "." + other[1] + "." + good[2],
			"another header under a good signature":          b64(`{"alg":"HS256"}`) + "." + good[1] + "." + good[2],
			"a signature of another secret":                  sign(sha256.New, "another secret that is long enough", hs256, payload("ada", 60)),
			"an HMAC of SHA-512 under the name of HS256":     sign(sha512.New, secret, hs256, payload("ada", 60)),
			"a signature of an empty secret":                 sign(sha256.New, "", hs256, payload("ada", 60)),
			"no signature":                                   good[0] + "." + good[1] + ".",
		}
		signature, _ := base64.RawURLEncoding.DecodeString(good[2])
		for _, n := range []int{1, 8, 16, 31} {
			tokens[fmt.Sprintf("the first %d bytes of a signature", n)] = good[0] + "." + good[1] + "." + b64(string(signature[:n]))
		}
		tokens["a signature and one byte more"] = good[0] + "." + good[1] + "." + b64(string(signature)+"x")
		for _, at := range []int{0, 15, 31} {
			changed := []byte(string(signature))
			changed[at] ^= 1
			tokens[fmt.Sprintf("a signature whose byte %d was changed", at)] = good[0] + "." + good[1] + "." + b64(string(changed))
		}
		expectRefused(t, tokens)
	})
}

// Valid until exp, and not at it.
func TestATokenExpires(t *testing.T) {
	bubble(t, func(t *testing.T) {
		h := auth()
		token := "Bearer " + valid("ada", 60)
		for _, step := range []struct {
			sleep  time.Duration
			passes bool
		}{{0, true}, {59 * time.Second, true}, {time.Second, false}, {time.Hour, false}} {
			time.Sleep(step.sleep)
			if passes := get(h, token); passes != step.passes {
				t.Errorf("exp is 00:01:00, and it is %s: did the token come through? %v", time.Now().UTC().Format(time.TimeOnly), passes)
			}
		}
	})
}

func TestATokenMustExpire(t *testing.T) {
	bubble(t, func(t *testing.T) {
		expectRefused(t, map[string]string{
			"a token without exp":        claiming(`{"sub":"ada"}`),
			"a token whose exp is null":  claiming(`{"sub":"ada","exp":null}`),
			"a token whose exp is text":  claiming(fmt.Sprintf(`{"sub":"ada","exp":"%d"}`, epoch+60)),
			"a token whose exp is true":  claiming(`{"sub":"ada","exp":true}`),
			"a token whose exp is 0":     claiming(`{"sub":"ada","exp":0}`),
			"a token whose exp is -1":    claiming(`{"sub":"ada","exp":-1}`),
			"a token that expired today": valid("ada", -1),
		})
	})
}

// Not valid before nbf, and valid at it.
func TestATokenBegins(t *testing.T) {
	bubble(t, func(t *testing.T) {
		h := auth()
		token := "Bearer " + claiming(fmt.Sprintf(`{"sub":"ada","nbf":%d,"exp":%d}`, epoch+10, epoch+60))
		for _, step := range []struct {
			sleep  time.Duration
			passes bool
		}{{0, false}, {9 * time.Second, false}, {time.Second, true}, {49 * time.Second, true}} {
			time.Sleep(step.sleep)
			if passes := get(h, token); passes != step.passes {
				t.Errorf("nbf is 00:00:10, and it is %s: did the token come through? %v", time.Now().UTC().Format(time.TimeOnly), passes)
			}
		}
	})
}

// Base64url, and without padding: both alphabets agree on most tokens, and on some not.
func TestTheAlphabetOfTokens(t *testing.T) {
	bubble(t, func(t *testing.T) {
		h := auth()
		for _, subject := range []string{"a", "ad", "ada", "ada?", "~~~???>>>", "ÿÿÿ", "ÿþ¿"} {
			if token := valid(subject, 60); !get(h, "Bearer "+token) {
				t.Errorf("a valid token of %q was refused: %s", subject, token)
			}
		}
	})
}

func TestOtherEncodingsAreRefused(t *testing.T) {
	bubble(t, func(t *testing.T) {
		tokens := map[string]string{}
		for name, encoding := range map[string]*base64.Encoding{
			"padding":               base64.URLEncoding,
			"the standard alphabet": base64.RawStdEncoding,
		} {
			for i := range 8 { // one of them differs from the right encoding
				token := valid(strings.Repeat("~?", i), 60)
				parts := strings.Split(token, ".")
				for at, part := range parts {
					text, _ := base64.RawURLEncoding.DecodeString(part)
					if other := encoding.EncodeToString(text); other != part {
						swapped := append([]string{}, parts...)
						swapped[at] = other
						if at < 2 { // a signature of what is there
							swapped[2] = mac(sha256.New, secret, swapped[0]+"."+swapped[1])
						}
						tokens[fmt.Sprintf("%s in part %d", name, at+1)] = strings.Join(swapped, ".")
					}
				}
			}
		}
		expectRefused(t, tokens)
	})
}

func TestGarbage(t *testing.T) {
	bubble(t, func(t *testing.T) {
		good := valid("ada", 60)
		head, _, _ := strings.Cut(good, ".")
		tokens := map[string]string{
			"a fourth part":             good + ".x",
			"a dot at the end":          good + ".",
			"a dot at the beginning":    "." + good,
			"one part":                  "x",
			"two parts":                 head + ".x",
			"dots":                      "..",
			"two dots more":             "....",
			"a header that is no text":  sign(sha256.New, secret, "\xff\x00", payload("ada", 60)),
			"a header that is a list":   sign(sha256.New, secret, `["HS256"]`, payload("ada", 60)),
			"a header with a number":    sign(sha256.New, secret, `{"alg":256}`, payload("ada", 60)),
			"a payload that is no JSON": claiming("ada"),
			"a payload that is a list":  claiming(`[1,2]`),
			"a payload that is null":    claiming(`null`),
			"an empty payload":          claiming(``),
			"a payload that is cut off": claiming(fmt.Sprintf(`{"sub":"ada","exp":%d`, epoch+60)),
			"no subject":                claiming(fmt.Sprintf(`{"exp":%d}`, epoch+60)),
			"an empty subject":          valid("", 60),
			"a subject that is 7":       claiming(fmt.Sprintf(`{"sub":7,"exp":%d}`, epoch+60)),
		}
		expectRefused(t, tokens)
	})
}

// Requests that carry no bearer token at all, and such that spell it differently.
func TestTheAuthorizationHeader(t *testing.T) {
	bubble(t, func(t *testing.T) {
		h := auth()
		token := valid("ada", 60)
		for authorization, passes := range map[string]bool{
			"Bearer " + token: true,
			"bearer " + token: true,
			"BEARER " + token: true,
			token:             false,
			"Basic " + token:  false,
			"Bearer":          false,
			"Bearer ":         false,
			"Bearer" + token:  false,
			"":                false,
		} {
			if got := get(h, authorization); got != passes {
				t.Errorf("Authorization: %.20s…: did it come through? %v", authorization, got)
			}
		}
	})
}

func TestFromContextOfAnybody(t *testing.T) {
	if claims, ok := jwtauth.FromContext(context.Background()); ok || claims != (jwtauth.Claims{}) {
		t.Errorf("a context that has not been through Auth has the claims %+v, %v", claims, ok)
	}
}
