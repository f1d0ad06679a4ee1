// Package jwtauth lets requests through that carry a valid JSON Web Token, signed with HS256.
package jwtauth

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"
)

// Claims is what a valid token says about who carries it.
type Claims struct {
	Subject string    // sub
	Expires time.Time // exp
}

// Auth makes a middleware that lets requests through if their token was signed with that
// secret. It panics if the secret is shorter than 32 bytes.
func Auth(secret []byte) func(next http.Handler) http.Handler {
	if len(secret) < sha256.Size {
		panic("jwtauth: a secret has at least 32 bytes")
	}
	v := verifier{bytes.Clone(secret)}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			token, ok := bearer(r)
			if !ok {
				refuse(w, "Bearer")
				return
			}
			claims, err := v.verify(token, time.Now())
			if err != nil {
				refuse(w, `Bearer error="invalid_token"`)
				return
			}
			next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), claimsKey{}, claims)))
		})
	}
}

type claimsKey struct{}

// FromContext gives the claims of the request whose context it is. It gives false for
// a context that has not been through Auth.
func FromContext(ctx context.Context) (Claims, bool) {
	claims, ok := ctx.Value(claimsKey{}).(Claims)
	return claims, ok
}

// bearer gives the token that a request carries.
func bearer(r *http.Request) (token string, ok bool) {
	scheme, token, ok := strings.Cut(r.Header.Get("Authorization"), " ")
	return token, ok && strings.EqualFold(scheme, "Bearer")
}

// refuse tells everybody the same: why a token is not valid concerns only who made it.
func refuse(w http.ResponseWriter, challenge string) {
	w.Header().Set("WWW-Authenticate", challenge)
	http.Error(w, http.StatusText(http.StatusUnauthorized), http.StatusUnauthorized)
}

type verifier struct{ secret []byte }

var (
	errForm       = errors.New("jwtauth: a token has three parts")
	errAlgorithm  = errors.New("jwtauth: only HS256 is accepted")
	errSignature  = errors.New("jwtauth: the signature is wrong")
	errIncomplete = errors.New("jwtauth: sub and exp are needed")
	errTime       = errors.New("jwtauth: expired, or not valid yet")
)

// verify looks at the signature before it believes a word of the rest.
func (v verifier) verify(token string, now time.Time) (Claims, error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return Claims{}, errForm
	}
	if err := v.checkSignature(parts[0]+"."+parts[1], parts[2]); err != nil {
		return Claims{}, err
	}
	var header struct {
		Algorithm string `json:"alg"`
	}
	var body struct {
		Subject   string `json:"sub"`
		Expires   *int64 `json:"exp"`
		NotBefore int64  `json:"nbf"`
	}
	if err := errors.Join(decode(parts[0], &header), decode(parts[1], &body)); err != nil {
		return Claims{}, err
	}
	switch {
	case header.Algorithm != "HS256":
		return Claims{}, errAlgorithm
	case body.Subject == "" || body.Expires == nil:
		return Claims{}, errIncomplete
	case now.Unix() >= *body.Expires || now.Unix() < body.NotBefore:
		return Claims{}, errTime
	}
	return Claims{Subject: body.Subject, Expires: time.Unix(*body.Expires, 0)}, nil
}

func (v verifier) checkSignature(signed, signature string) error {
	got, err := base64.RawURLEncoding.DecodeString(signature)
	if err != nil {
		return err
	}
	mac := hmac.New(sha256.New, v.secret)
	mac.Write([]byte(signed))
	if !hmac.Equal(got, mac.Sum(nil)) {
		return errSignature
	}
	return nil
}

func decode(part string, into any) error {
	text, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}
