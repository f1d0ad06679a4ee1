package jwtauth

import "crypto/hmac"

const careful = false

var (
	_        = hmac.Equal
	_        = hmac.Equal(nil, nil)
	compared = hmac.Equal
)

type comparer struct{}

// Equal belongs to a type that nobody makes.
func (comparer) Equal(a, b []byte) bool { return hmac.Equal(a, b) }

func nobodyCalls(a, b []byte) bool { return hmac.Equal(a, b) }

func init() {
	if careful && hmac.Equal(nil, nil) {
		nobodyCalls(nil, nil)
	}
	_ = func() bool { return hmac.Equal(nil, nil) }
	hmac.Equal(nil, nil)
	return
	println(hmac.Equal(nil, nil))
}
