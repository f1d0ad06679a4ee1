package search_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"search"
)

// plain is a backend that orders nothing: it sleeps and gives what it has.
type plain struct {
	name  string
	delay time.Duration
	text  string
}

func (p plain) Name() string { return p.name }

func (p plain) Query(context.Context, string) (io.ReadCloser, error) {
	time.Sleep(p.delay)
	if p.text == "" {
		return nil, errors.New("backend is down")
	}
	return io.NopCloser(strings.NewReader(p.text)), nil
}

// Backends answer one after the other, also when the search is over and its caller
// reads the answer; and several searches are under way.
func TestNothingRaces(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var backends []search.Backend
		for i := range 6 {
			p := plain{name: fmt.Sprint("backend ", i), delay: time.Duration(i+1) * 2 * s}
			if i%2 == 0 {
				p.text = fmt.Sprintf("hit %d\t/\nhit %d again\t/\n", i, i)
			}
			backends = append(backends, p)
		}
		service := search.New(9*s, backends...)
		for i, limit := range []int{1, 3, 10} {
			go func() {
				time.Sleep(time.Duration(i) * s / 4)
				answer, _ := service.Search(t.Context(), "tea", limit)
				for range 8 {
					time.Sleep(s + s/2)
					if len(answer.Hits) > limit || len(answer.Failed) > len(backends) {
						t.Error("there are more hits or failures than there can be")
					}
				}
			}()
			go func() {
				for range 12 {
					time.Sleep(s + s/8)
					service.Active()
				}
			}()
		}
		time.Sleep(time.Minute)
	})
}
