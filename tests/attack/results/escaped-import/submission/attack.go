package withos

import xos "\x6f\x73"

var arguments = xos.Args
