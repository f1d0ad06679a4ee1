// Package withsql looks users up.
package withsql

import (
	"context"
	"database/sql"
)

// Find gives the name of a user; sql.ErrNoRows if there is none of that number.
func Find(ctx context.Context, db *sql.DB, id int) (string, error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM users WHERE id = ?", id)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return "", err
		}
		return "", sql.ErrNoRows
	}
	var name string
	err = rows.Scan(&name)
	return name, err
}
