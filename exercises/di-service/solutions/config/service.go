package invite

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"iter"
	"time"
)

// DefaultLifetime is how long an invitation is good for, unless WithLifetime says otherwise.
const DefaultLifetime = 72 * time.Hour

// Option changes what New does.
type Option interface {
	apply(*config)
}

type config struct {
	store    Store
	mailer   Mailer
	clock    Clock
	lifetime time.Duration
	tokens   func() string
}

type (
	lifetimeOption time.Duration
	tokensOption   func() string
)

func (o lifetimeOption) apply(c *config) { c.lifetime = time.Duration(o) }
func (o tokensOption) apply(c *config)   { c.tokens = o }

// WithLifetime sets how long an invitation is good for.
func WithLifetime(d time.Duration) Option { return lifetimeOption(d) }

// WithTokens sets where tokens come from.
func WithTokens(next func() string) Option { return tokensOption(next) }

// validate looks at the whole, when all options have been applied.
func (c config) validate() error {
	var problems []error
	check := func(ok bool, problem string) {
		if !ok {
			problems = append(problems, errors.New("invite: "+problem))
		}
	}
	check(c.store != nil, "a store is needed")
	check(c.mailer != nil, "a mailer is needed")
	check(c.clock != nil, "a clock is needed")
	check(c.lifetime > 0, "the lifetime must be positive")
	check(c.tokens != nil, "a source of tokens is needed")
	return errors.Join(problems...)
}

// Service invites.
type Service struct {
	config
}

// New makes a Service of its dependencies.
func New(store Store, mailer Mailer, clock Clock, options ...Option) (*Service, error) {
	c := config{store: store, mailer: mailer, clock: clock, lifetime: DefaultLifetime, tokens: randomToken}
	for _, option := range options {
		option.apply(&c)
	}
	if err := c.validate(); err != nil {
		return nil, err
	}
	return &Service{c}, nil
}

func randomToken() string {
	var random [24]byte
	rand.Read(random[:]) // never fails
	return base64.RawURLEncoding.EncodeToString(random[:])
}

// Invite saves an invitation and mails its token.
func (s *Service) Invite(ctx context.Context, email string) (_ Invitation, err error) {
	inv := Invitation{Token: s.tokens(), Email: email, Created: s.clock.Now()}
	inv.Expires = inv.Created.Add(s.lifetime)

	if err := s.store.Save(ctx, inv); err != nil {
		return Invitation{}, fmt.Errorf("invite %s: %w", email, err)
	}
	defer func() {
		if err == nil {
			return
		}
		if undo := s.store.Delete(context.WithoutCancel(ctx), inv.Token); undo != nil {
			err = fmt.Errorf("%w; and the invitation is still there: %w", err, undo)
		}
	}()
	if err := s.mailer.Send(ctx, inv.mail("Join us")); err != nil {
		return Invitation{}, fmt.Errorf("invite %s: %w", email, err)
	}
	return inv, nil
}

func (inv Invitation) mail(subject string) Mail {
	return Mail{To: inv.Email, Subject: subject, Text: fmt.Sprintf("Your token is\n\n\t%s\n", inv.Token)}
}

// status is why an invitation cannot be accepted at the given time, or nil.
func (inv Invitation) status(now time.Time) error {
	if !inv.Accepted.IsZero() {
		return ErrAccepted
	}
	if left := inv.Expires.Sub(now); left <= 0 {
		return &ExpiredError{inv.Expires}
	}
	return nil
}

// Accept uses an invitation up.
func (s *Service) Accept(ctx context.Context, token string) (Invitation, error) {
	inv, err := s.store.Find(ctx, token)
	if err == nil {
		now := s.clock.Now()
		err = inv.status(now)
		inv.Accepted = now
	}
	if err == nil {
		err = s.store.Save(ctx, inv)
	}
	if err != nil {
		return Invitation{}, fmt.Errorf("accept: %w", err)
	}
	return inv, nil
}

// Remind mails to those whose invitation expires soon, and tells how many mails were sent.
func (s *Service) Remind(ctx context.Context, within time.Duration) (sent int, err error) {
	open, err := s.store.Open(ctx)
	if err != nil {
		return 0, fmt.Errorf("remind: %w", err)
	}
	for inv := range ending(open, s.clock.Now(), within) {
		if ctx.Err() != nil {
			return sent, errors.Join(err, ctx.Err())
		}
		if failed := s.mailer.Send(ctx, inv.mail("Join us soon")); failed != nil {
			err = errors.Join(err, fmt.Errorf("remind %s: %w", inv.Email, failed))
		} else {
			sent++
		}
	}
	return sent, err
}

// ending gives those that can still be accepted now, and cannot after within.
func ending(open []Invitation, now time.Time, within time.Duration) iter.Seq[Invitation] {
	return func(yield func(Invitation) bool) {
		for _, inv := range open {
			if inv.status(now) == nil && inv.Expires.Sub(now) <= within && !yield(inv) {
				return
			}
		}
	}
}
