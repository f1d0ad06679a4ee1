package withhttp

import "context"

func init() { context.Canceled = nil }
