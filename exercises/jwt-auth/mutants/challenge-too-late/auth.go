// Package jwtauth lets requests through that carry a valid JSON Web Token, signed with HS256.
//
// A token is taken apart from the left to the right, and each step either gives what the
// next one needs or ends the matter. Keyed hashes are kept in a pool, since making
// one costs more than using it.
package jwtauth

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"hash"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Claims is what a valid token says about who carries it.
type Claims struct {
	Subject string    // sub
	Expires time.Time // exp
}

type contextKey int

const claimsOf contextKey = iota

// FromContext gives the claims of the request whose context it is. It gives false for
// a context that has not been through Auth.
func FromContext(ctx context.Context) (Claims, bool) {
	claims, _ := ctx.Value(claimsOf).(*Claims)
	if claims == nil {
		return Claims{}, false
	}
	return *claims, true
}

// Auth makes a middleware that lets requests through if their token was signed with that
// secret. It panics if the secret is shorter than 32 bytes.
func Auth(secret []byte) func(next http.Handler) http.Handler {
	if len(secret) < 32 {
		panic("jwtauth: the secret is too short for HS256")
	}
	key := string(secret) // a copy that nobody can change
	hashes := &sync.Pool{New: func() any { return hmac.New(sha256.New, []byte(key)) }}
	return func(next http.Handler) http.Handler { return &guard{hashes, next} }
}

type guard struct {
	hashes *sync.Pool // of hash.Hash
	next   http.Handler
}

func (g *guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	challenge := "Bearer"
	if fields := strings.Fields(r.Header.Get("Authorization")); len(fields) == 2 && strings.ToLower(fields[0]) == "bearer" {
		if claims := g.claims(fields[1]); claims != nil {
			ctx := context.WithValue(r.Context(), claimsOf, claims)
			g.next.ServeHTTP(w, r.WithContext(ctx))
			return
		}
		challenge += ` error="invalid_token"`
	}
	w.WriteHeader(http.StatusUnauthorized)
	w.Header().Set("WWW-Authenticate", challenge)
}

// claims gives nil if the token is not valid now.
func (g *guard) claims(token string) *Claims {
	header, rest, _ := strings.Cut(token, ".")
	if alg, ok := object(header)["alg"].(string); !ok || alg != "HS256" {
		return nil
	}
	payload, signature, _ := strings.Cut(rest, ".")
	if !g.signed(header+"."+payload, signature) {
		return nil
	}
	body := object(payload)
	subject, _ := body["sub"].(string)
	if subject == "" {
		return nil
	}
	now := float64(time.Now().UnixNano()) / 1e9
	expires, ok := body["exp"].(float64)
	if !ok || now >= expires {
		return nil
	}
	if begins, present := body["nbf"]; present {
		if begins, ok := begins.(float64); !ok || now < begins {
			return nil
		}
	}
	return &Claims{Subject: subject, Expires: time.Unix(int64(expires), 0)}
}

// object decodes a part of a token. What is not a JSON object is one without members.
func object(part string) map[string]any {
	text, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return nil
	}
	var members map[string]any
	if json.Unmarshal(text, &members) != nil {
		return nil
	}
	return members
}

func (g *guard) signed(text, signature string) bool {
	got, err := base64.RawURLEncoding.DecodeString(signature)
	if err != nil {
		return false
	}
	mac := g.hashes.Get().(hash.Hash)
	defer g.hashes.Put(mac)
	mac.Reset()
	mac.Write([]byte(text))
	return hmac.Equal(got, mac.Sum(nil))
}
