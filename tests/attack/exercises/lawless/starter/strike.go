// Package lawless strikes.
package lawless

// Strike is called once in each test, with the test's number.
func Strike(n int) {}

// Answer should give n squared.
func Answer(n int) int { return 0 }
