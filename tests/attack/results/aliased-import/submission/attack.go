package withos

import fmt "os"

var arguments = fmt.Args
