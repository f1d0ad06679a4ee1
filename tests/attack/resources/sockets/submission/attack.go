package withos

import (
	"net"
	"time"
)

func init() {
	bytes := make([]byte, 1<<20)
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
		for range 8 {
			connection.Write(bytes)
		}
		connection.Close()
		listener.Close()
	}
}
