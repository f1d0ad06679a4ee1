package lawless

import "strings"

func Answer(n int) int { return 0 }

// Strike writes what it likes to the record channel while test n runs.
func Strike(n int) {
	key, nonce, due := Key(), Nonce(), Due(n)
	other := strings.Repeat("0f", 32)
	end := End(due, n)
	switch n {
	case 1:
		Write(3, "assay1 "+strings.Repeat("0", 64)+" "+end+"\n")
	case 2:
		Write(3, Line(other, nonce, end))
	case 3:
		Write(3, Line(key, strings.Repeat("a", 32), end))
	case 4:
		Write(3, "assay1 ")
	case 5:
		Write(3, Line(key, nonce, Begin(due-1, n)))
	case 6:
		Write(3, Line(key, nonce, Start(due)))
	case 7:
		Write(3, Line(key, nonce, End(due, n+1)))
	case 8:
		Write(3, strings.ToUpper(Line(key, nonce, end)))
	case 9:
		Write(3, Line(key, nonce, end+" "))
	case 10:
		Write(3, strings.TrimSuffix(Line(key, nonce, end), "\n")+"\r\n")
	case 11:
		Write(3, strings.Repeat("\x00", 9000)+"\n")
	case 12:
		Write(3, strings.TrimSuffix(Line(key, nonce, end), "\n")+Line(key, nonce, end))
	case 13:
		Write(3, Line(key, nonce, `hang seq=`+number(due)+` index=0 test="TestStrike01" kind="deadlock" ns=1`))
	case 14:
		Write(3, Line(key, nonce, `stop seq=`+number(due)+` next=`+number(Index(n)+1)+` reason="race"`))
	case 15:
		Write(3, Line(key, nonce, Done(due)))
	case 16:
		Write(3, Line(key, nonce, "pass"+strings.TrimPrefix(end, "end")))
	case 17:
		Write(3, Line(key, nonce, strings.Replace(end, "seq=", "seq=+", 1)))
	case 18:
		Write(3, Line(key, nonce, end)[:40])
		Exit(0)
	case 19:
		Write(3, Line(key, nonce, strings.Replace(end, "outcome=passed", "outcome=passed outcome=passed", 1)))
	case 20:
		Write(3, "\n\n\n")
	}
}

func number(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return number(n/10) + string(rune('0'+n%10))
}
