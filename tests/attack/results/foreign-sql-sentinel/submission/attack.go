package withsql

import "database/sql"

func init() { sql.ErrNoRows = nil }
