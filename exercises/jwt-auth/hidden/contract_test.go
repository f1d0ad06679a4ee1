package jwtauth_test

import (
	"context"
	"net/http"
	"time"

	"jwtauth"
)

// The API that README.md promises. If this file does not compile, a name or
// a signature differs.
var (
	_ func(secret []byte) func(http.Handler) http.Handler = jwtauth.Auth
	_ func(context.Context) (jwtauth.Claims, bool)        = jwtauth.FromContext

	_ = jwtauth.Claims{Subject: string(""), Expires: time.Time{}}
)
