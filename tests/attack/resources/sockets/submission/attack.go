package withos

import (
	"net"
	"time"
)

func init() {
	for range 40 {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			break
		}
		connection, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			break
		}
		connection.SetDeadline(time.Now().Add(time.Millisecond))
		connection.Write(make([]byte, 8<<20))
		connection.Close()
		listener.Close()
	}
}
