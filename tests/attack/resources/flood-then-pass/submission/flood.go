package strict

import (
	"fmt"
	"strings"
)

func init() { fmt.Println(strings.Repeat("x", 60<<10)) }
