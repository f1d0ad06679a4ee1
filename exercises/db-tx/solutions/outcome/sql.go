package boxoffice

// The statements of the box office. The database of the tests knows these and no others.
const (
	// price of a seat, in cents; no row if there is no such show
	selectPrice = "SELECT price FROM shows WHERE id = ?"

	// show, guest, total; LastInsertId is the number of the booking
	insertBooking = "INSERT INTO bookings (show_id, guest, total) VALUES (?, ?, ?)"

	// booking, show, seat; changes one row if the seat was free, and none if it was not
	takeSeat = "UPDATE seats SET booking_id = ? WHERE show_id = ? AND name = ? AND booking_id IS NULL"
)
