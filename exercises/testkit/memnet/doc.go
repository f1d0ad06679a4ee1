// Package memnet is a network inside the process, for hidden tests that speak HTTP
// in a bubble of virtual time: a listener that waits for connections as a socket
// does, and a client whose connections go to it.
//
// # Why not the loopback interface
//
// A goroutine that waits for a socket is not durably blocked: as far as the bubble knows,
// bytes may come from outside at any moment. So the bubble's clock stands still, and a
// test that sleeps hangs. Both ends of a connection of this package are channels of the
// bubble, and whoever waits for one of them lets the clock move on.
//
// # What differs from a socket
//
// There is no buffer. A Dial returns when the server has accepted, and a Write when the
// other end has read all of it, so nothing is ever under way: when a request has been
// sent, the server has it. A Dial waits for as long as nobody accepts, and is refused
// once the listener is closed.
//
// A connection serializes its writers with a mutex (that is how net.Pipe does it), so
// two goroutines must not write to one end of it while the other end does not read:
// the second would wait for a mutex, and stop the clock. HTTP/1 never does that.
//
// # How a test ends
//
// Connections that a client keeps for later have goroutines on both sides. [Listener.Client]
// closes them when the bubble's test function returns; a test that uses
// [Listener.Transport] calls CloseIdleConnections itself, inside the bubble. Whoever
// leaves the body of a response open keeps its connection, and leaks it.
//
// # What a test must allow for
//
// http.Server.Shutdown looks every so often whether the last connection is idle,
// with pauses that grow from 1 to 500 milliseconds and vary by a tenth: let it be 0.6
// seconds late. And it counts a connection on which nothing was ever sent as busy until that
// is 5 seconds old.
//
// What goes through a connection orders its two ends, as any channel does, and
// so do the locks of net/http: a race between a handler and something else shows best
// where the handler's access comes long after its request.
package memnet
