package strict

import (
	_ "assay.test/testkit/harness"
	_ "assay.test/testkit/internal/mark"
	_ "strict_test"
)
