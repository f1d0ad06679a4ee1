package withos
