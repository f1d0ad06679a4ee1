package invite

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"text/template"
	"time"
)

// DefaultLifetime is how long an invitation is good for, unless WithLifetime says otherwise.
const DefaultLifetime = 72 * time.Hour

// Service invites. It needs only functions of its dependencies, so that is what it
// keeps: the method values of what New was given.
type Service struct {
	save     func(context.Context, Invitation) error
	find     func(context.Context, string) (Invitation, error)
	remove   func(context.Context, string) error
	open     func(context.Context) ([]Invitation, error)
	send     func(context.Context, Mail) error
	now      func() time.Time
	newToken func() string
	lifetime time.Duration
}

// Option changes what New does.
type Option struct {
	lifetime *time.Duration
	tokens   *func() string
}

// WithLifetime sets how long an invitation is good for.
func WithLifetime(d time.Duration) Option { return Option{lifetime: &d} }

// WithTokens sets where tokens come from.
func WithTokens(next func() string) Option { return Option{tokens: &next} }

// New makes a Service of its dependencies.
func New(store Store, mailer Mailer, clock Clock, options ...Option) (*Service, error) {
	// A method value of a nil interface would panic here.
	if store == nil || mailer == nil || clock == nil {
		return nil, errors.New("invite: New needs a store, a mailer and a clock")
	}
	s := Service{
		save: store.Save, find: store.Find, remove: store.Delete, open: store.Open,
		send: mailer.Send, now: clock.Now,
		newToken: secret, lifetime: DefaultLifetime,
	}
	for _, o := range options {
		if o.lifetime != nil {
			s.lifetime = *o.lifetime
		}
		if o.tokens != nil {
			s.newToken = *o.tokens
		}
	}
	if s.lifetime <= 0 || s.newToken == nil {
		return nil, fmt.Errorf("invite: lifetime %v, tokens given: %t", s.lifetime, s.newToken != nil)
	}
	return &s, nil
}

func secret() string {
	b := make([]byte, 16)
	rand.Read(b)
	return hex.EncodeToString(b)
}

var letter = template.Must(template.New("mail").Parse("Dear {{.Email}},\n\nyour token is {{.Token}}\n"))

func (s *Service) mail(ctx context.Context, inv Invitation, subject string) error {
	var text strings.Builder
	letter.Execute(&text, inv) // to memory, with fields that exist
	return s.send(ctx, Mail{inv.Email, subject, text.String()})
}

// Invite saves an invitation and mails its token.
func (s *Service) Invite(ctx context.Context, email string) (Invitation, error) {
	created := s.now()
	inv := Invitation{Token: s.newToken(), Email: email, Created: created, Expires: created.Add(s.lifetime)}
	err := s.save(ctx, inv)
	if err != nil {
		return Invitation{}, fmt.Errorf("invite: not saved: %w", err)
	}
	if err = s.mail(ctx, inv, "Welcome"); err == nil {
		return inv, nil
	}
	err = fmt.Errorf("invite: not mailed: %w", err)
	if left := s.remove(context.WithoutCancel(ctx), inv.Token); left != nil {
		err = errors.Join(err, fmt.Errorf("invite: not removed: %w", left))
	}
	return Invitation{}, err
}

// Accept uses an invitation up.
func (s *Service) Accept(ctx context.Context, token string) (Invitation, error) {
	inv, err := s.find(ctx, token)
	if err != nil {
		return Invitation{}, fmt.Errorf("accept: %w", err)
	}
	if !inv.Accepted.IsZero() {
		return Invitation{}, fmt.Errorf("accept: %w", ErrAccepted)
	}
	if inv.Accepted = s.now(); inv.Accepted.Compare(inv.Expires) >= 0 {
		return Invitation{}, fmt.Errorf("accept: %w", &ExpiredError{Expires: inv.Expires})
	}
	if err := s.save(ctx, inv); err != nil {
		return Invitation{}, fmt.Errorf("accept: not saved: %w", err)
	}
	return inv, nil
}

// Remind mails to those whose invitation expires soon, and tells how many mails were sent.
func (s *Service) Remind(ctx context.Context, within time.Duration) (sent int, err error) {
	all, err := s.open(ctx)
	if err != nil {
		return 0, fmt.Errorf("remind: %w", err)
	}
	var problems []error
	now := s.now()
	for _, inv := range all {
		left := inv.Expires.Sub(now)
		if left <= 0 || left > within {
			continue
		}
		if ctx.Err() != nil {
			problems = append(problems, ctx.Err())
			break
		}
		switch err := s.mail(ctx, inv, "Still welcome"); err {
		case nil:
			sent++
		default:
			problems = append(problems, fmt.Errorf("remind %s: %w", inv.Email, err))
		}
	}
	return sent, errors.Join(problems...)
}
