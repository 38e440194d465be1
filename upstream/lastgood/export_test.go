package lastgood

import "testing"

// FileName is the name of the file in the folder.
const FileName = fileName

// Execute runs a statement on the file of a closed store.
func Execute(t *testing.T, folder, statement string) {
	t.Helper()
	db, err := openDatabase(folder, 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.sql.Exec(statement); err != nil {
		t.Fatal(err)
	}
	if err := db.close(); err != nil {
		t.Fatal(err)
	}
}

// OpenSmall opens a store whose file may take maxFile bytes; 0: no limit of its
// own.
func OpenSmall(t *testing.T, opts Options, maxFile int64) *Store {
	t.Helper()
	opts.maxFile = maxFile
	s, err := Open(opts)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Parse and Accepts read foreign bytes.
var (
	Parse   = parseDirectives
	Accepts = accepts
)

// Forbids tells what a reading of Cache-Control says of storing.
func Forbids(d directives) (forbidden, revalidates bool) { return d.forbidden(), d.wantsRevalidation() }
