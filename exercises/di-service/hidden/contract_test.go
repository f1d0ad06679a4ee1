package invite_test

import (
	"context"
	"time"

	"invite"
)

// The API as README.md gives it. If this file does not compile, the submission's
// API does not match.
var (
	_ func(invite.Store, invite.Mailer, invite.Clock, ...invite.Option) (*invite.Service, error) = invite.New

	_ func(time.Duration) invite.Option = invite.WithLifetime
	_ func(func() string) invite.Option = invite.WithTokens

	_ func(*invite.Service, context.Context, string) (invite.Invitation, error) = (*invite.Service).Invite
	_ func(*invite.Service, context.Context, string) (invite.Invitation, error) = (*invite.Service).Accept
	_ func(*invite.Service, context.Context, time.Duration) (int, error)        = (*invite.Service).Remind

	// The interfaces are exactly these: others implement them.
	_ invite.Store = interface {
		Save(ctx context.Context, inv invite.Invitation) error
		Find(ctx context.Context, token string) (invite.Invitation, error)
		Delete(ctx context.Context, token string) error
		Open(ctx context.Context) ([]invite.Invitation, error)
	}(nil)
	_ invite.Mailer = interface {
		Send(ctx context.Context, mail invite.Mail) error
	}(nil)
	_ invite.Clock = interface{ Now() time.Time }(nil)

	_ error = invite.ErrNotFound
	_ error = invite.ErrAccepted
	_ error = &invite.ExpiredError{Expires: time.Time{}}

	_ = invite.Mail{To: "", Subject: "", Text: ""}
	_ = invite.Invitation{Token: "", Email: "", Created: time.Time{}, Expires: time.Time{}, Accepted: time.Time{}}
	_ = [1]int{}[invite.DefaultLifetime-72*time.Hour]
)
