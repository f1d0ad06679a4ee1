package search_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"assay.test/testkit"
	"search"
)

const (
	s       = time.Second
	timeout = 10 * s // of each service in these tests
)

// bubble runs a test in virtual time. Goroutines that a search leaves behind cost the
// criterion "goroutines", which has tests of its own.
var bubble = testkit.LenientBubble

// lines gives the body of an answer with these titles.
func lines(titles ...string) []string {
	var all []string
	for _, title := range titles {
		all = append(all, title+"\t/"+title+"\n")
	}
	return all
}

func service(backends ...*backend) *search.Service {
	var all []search.Backend
	for _, b := range backends {
		all = append(all, b)
	}
	return search.New(timeout, all...)
}

// expect is what a search has to come to, and when.
type expect struct {
	titles []string
	failed map[string]error
	err    error
	at     time.Duration
}

// run searches and compares. Then everybody who can goes on.
func run(t *testing.T, ctx context.Context, limit int, want expect, backends ...*backend) {
	t.Helper()
	answer, err := service(backends...).Search(ctx, "tea", limit)
	now := testkit.Elapsed()
	if now != want.at {
		t.Errorf("Search returned at %v, want %v", now, want.at)
	}
	if !errors.Is(err, want.err) {
		t.Errorf("Search gave the error %v, want %v", err, want.err)
	}
	var titles []string
	for _, hit := range answer.Hits {
		titles = append(titles, hit.Title)
	}
	if !slices.Equal(titles, want.titles) {
		t.Errorf("Search found %v, want %v", titles, want.titles)
	}
	for name, err := range want.failed {
		if got := answer.Failed[name]; !errors.Is(got, err) {
			t.Errorf("the failure of %s is %v, want %v", name, got, err)
		}
	}
	if len(answer.Failed) != len(want.failed) && want.err == nil {
		t.Errorf("%v failed, want %v", answer.Failed, want.failed)
	}
	synctest.Wait()
}
