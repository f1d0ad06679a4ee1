module withsql

go 1.25
