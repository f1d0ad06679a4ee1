package withos

import xos "os"

var arguments = xos.Args
