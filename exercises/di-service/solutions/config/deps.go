// Package invite invites people to a workspace. Where invitations are kept, how
// mail is sent and what time it is are told by others. README.md says what
// each function promises.
package invite

import (
	"context"
	"errors"
	"time"
)

// Invitation lets whoever has its token join.
type Invitation struct {
	Token    string
	Email    string
	Created  time.Time
	Expires  time.Time
	Accepted time.Time // zero while it is open
}

// Store keeps invitations. In production it is a database.
type Store interface {
	// Save adds an invitation, or replaces the one with its token.
	Save(ctx context.Context, inv Invitation) error
	// Find gives ErrNotFound, wrapped or not, if there is no such invitation.
	Find(ctx context.Context, token string) (Invitation, error)
	Delete(ctx context.Context, token string) error
	// Open lists the invitations that nobody has accepted; expired ones too.
	Open(ctx context.Context) ([]Invitation, error)
}

// Mailer sends mail. In production it talks to another company.
type Mailer interface {
	Send(ctx context.Context, mail Mail) error
}

// Mail is a message to one person.
type Mail struct {
	To, Subject, Text string
}

// Clock tells the time. In production it is that of the machine.
type Clock interface {
	Now() time.Time
}

var (
	// ErrNotFound comes from the Store.
	ErrNotFound = errors.New("no such invitation")
	// ErrAccepted says that an invitation was used before.
	ErrAccepted = errors.New("invitation already accepted")
)

// ExpiredError says that an invitation came too late.
type ExpiredError struct {
	Expires time.Time
}

func (e *ExpiredError) Error() string {
	return "invitation expired at " + e.Expires.Format(time.RFC3339)
}
