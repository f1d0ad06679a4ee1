package withsql

import (
	"database/sql"
	"database/sql/driver"
	"errors"
)

type mine struct{}

func (mine) Open(string) (driver.Conn, error) { return nil, errors.New("mine") }

func init() { sql.Register("table", mine{}) }
