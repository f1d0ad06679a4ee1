package withos

import "os"

var arguments = (os).Args
