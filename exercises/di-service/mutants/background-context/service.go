package invite

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"
)

// DefaultLifetime is how long an invitation is good for, unless WithLifetime says otherwise.
const DefaultLifetime = 72 * time.Hour

// Service invites. Its fields do not change once New has returned, so its methods
// may be called from several goroutines at once, if what it was made of allows that.
type Service struct {
	store    Store
	mailer   Mailer
	clock    Clock
	lifetime time.Duration
	token    func() string
}

// Option changes what New does.
type Option func(*Service) error

// WithLifetime sets how long an invitation is good for.
func WithLifetime(d time.Duration) Option {
	return func(s *Service) error {
		if d <= 0 {
			return fmt.Errorf("lifetime of %v", d)
		}
		s.lifetime = d
		return nil
	}
}

// WithTokens sets where tokens come from.
func WithTokens(next func() string) Option {
	return func(s *Service) error {
		if next == nil {
			return errors.New("nil token function")
		}
		s.token = next
		return nil
	}
}

// New makes a Service of its dependencies.
func New(store Store, mailer Mailer, clock Clock, options ...Option) (*Service, error) {
	switch {
	case store == nil:
		return nil, errors.New("invite: no store")
	case mailer == nil:
		return nil, errors.New("invite: no mailer")
	case clock == nil:
		return nil, errors.New("invite: no clock")
	}
	s := &Service{store, mailer, clock, DefaultLifetime, rand.Text}
	for _, option := range options {
		if err := option(s); err != nil {
			return nil, fmt.Errorf("invite: %w", err)
		}
	}
	return s, nil
}

// Invite saves an invitation and mails its token.
func (s *Service) Invite(ctx context.Context, email string) (Invitation, error) {
	now := s.clock.Now()
	inv := Invitation{Token: s.token(), Email: email, Created: now, Expires: now.Add(s.lifetime)}
	if err := s.store.Save(ctx, inv); err != nil {
		return Invitation{}, fmt.Errorf("save invitation: %w", err)
	}
	if err := s.mail(ctx, inv, "You are invited"); err != nil {
		return Invitation{}, errors.Join(err, s.undo(ctx, inv))
	}
	return inv, nil
}

// undo deletes an invitation that nobody heard of, even if the caller is gone.
func (s *Service) undo(ctx context.Context, inv Invitation) error {
	if err := s.store.Delete(context.WithoutCancel(ctx), inv.Token); err != nil {
		return fmt.Errorf("delete invitation: %w", err)
	}
	return nil
}

func (s *Service) mail(ctx context.Context, inv Invitation, subject string) error {
	text := "Your token is " + inv.Token + ". It is good until " + inv.Expires.Format(time.RFC1123) + "."
	if err := s.mailer.Send(context.Background(), Mail{To: inv.Email, Subject: subject, Text: text}); err != nil {
		return fmt.Errorf("mail to %s: %w", inv.Email, err)
	}
	return nil
}

// Accept uses an invitation up.
func (s *Service) Accept(ctx context.Context, token string) (Invitation, error) {
	inv, err := s.store.Find(ctx, token)
	if err != nil {
		return Invitation{}, fmt.Errorf("find invitation: %w", err)
	}
	now := s.clock.Now()
	switch {
	case !inv.Accepted.IsZero():
		return Invitation{}, ErrAccepted
	case inv.expired(now):
		return Invitation{}, &ExpiredError{inv.Expires}
	}
	inv.Accepted = now
	if err := s.store.Save(ctx, inv); err != nil {
		return Invitation{}, fmt.Errorf("save accepted invitation: %w", err)
	}
	return inv, nil
}

func (inv Invitation) expired(now time.Time) bool { return !now.Before(inv.Expires) }

// Remind mails to those whose invitation expires soon, and tells how many mails were sent.
func (s *Service) Remind(ctx context.Context, within time.Duration) (sent int, err error) {
	open, err := s.store.Open(ctx)
	if err != nil {
		return 0, fmt.Errorf("list open invitations: %w", err)
	}
	now := s.clock.Now()
	var failed []error
	for _, inv := range open {
		if inv.expired(now) || inv.Expires.After(now.Add(within)) {
			continue
		}
		if err := ctx.Err(); err != nil {
			failed = append(failed, err)
			break
		}
		if err := s.mail(ctx, inv, "Your invitation expires soon"); err != nil {
			failed = append(failed, err)
			continue
		}
		sent++
	}
	return sent, errors.Join(failed...)
}
