package invite_test

import (
	"context"
	"time"

	"invite"
)

// still is every dependency at once. It has no memory, so it orders nobody's calls.
type still struct{}

var noon = time.Date(2031, 5, 1, 12, 0, 0, 0, time.UTC)

func (still) Now() time.Time                                { return noon }
func (still) Send(context.Context, invite.Mail) error       { return nil }
func (still) Save(context.Context, invite.Invitation) error { return nil }
func (still) Delete(context.Context, string) error          { return nil }

func (still) Find(_ context.Context, token string) (invite.Invitation, error) {
	return invite.Invitation{Token: token, Email: "ada@example.org", Created: noon, Expires: noon.Add(time.Minute)}, nil
}

func (still) Open(context.Context) ([]invite.Invitation, error) {
	inv, err := still{}.Find(nil, "token")
	return []invite.Invitation{inv, inv}, err
}
