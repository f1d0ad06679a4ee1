package withos

import . "os"

var arguments = Args
