package invite

import (
	"context"
	"errors"
	"time"
)

// DefaultLifetime is how long an invitation is good for, unless WithLifetime says otherwise.
const DefaultLifetime = 72 * time.Hour

var errNotWritten = errors.New("invite: not written yet")

// Service invites. Its methods may be called from several goroutines at once, if
// what it was made of allows that.
type Service struct {
	// yours
}

// Option changes what New does.
type Option func() // yours, too: it need not be a function

// WithLifetime sets how long an invitation is good for.
func WithLifetime(d time.Duration) Option {
	return nil
}

// WithTokens sets where tokens come from.
func WithTokens(next func() string) Option {
	return nil
}

// New makes a Service of its dependencies.
func New(store Store, mailer Mailer, clock Clock, options ...Option) (*Service, error) {
	return nil, errNotWritten
}

// Invite saves an invitation and mails its token.
func (s *Service) Invite(ctx context.Context, email string) (Invitation, error) {
	return Invitation{}, errNotWritten
}

// Accept uses an invitation up.
func (s *Service) Accept(ctx context.Context, token string) (Invitation, error) {
	return Invitation{}, errNotWritten
}

// Remind mails to those whose invitation expires soon, and tells how many mails were sent.
func (s *Service) Remind(ctx context.Context, within time.Duration) (sent int, err error) {
	return 0, errNotWritten
}
