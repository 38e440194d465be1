package lastgood

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"

	"modernc.org/sqlite" // the driver "sqlite"
)

// fileName is the one SQLite file of the folder.
const fileName = "signpost.db"

//go:embed schema/*.sql
var schema embed.FS

// errNewer is a file of a later version of the program. It is left alone.
var errNewer = errors.New("was written by a newer version of the program")

// database is the open file. One goroutine owns it.
type database struct {
	sql *sql.DB
}

// pragmas of every connection (ecosystem notes of SQLite: WAL survives a killed
// process, NORMAL does not wait for the disk at every commit).
var pragmas = []string{
	"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(NORMAL)", "foreign_keys(1)",
	"cell_size_check(1)", "trusted_schema(0)", "journal_size_limit(33554432)",
}

const pageSize = 4096

// openDatabase opens the file in the folder, makes it on first use, and brings
// it to the present form. maxBytes bounds the file.
func openDatabase(folder string, maxBytes int64) (*database, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of the copies: %w", err)
	}
	file := filepath.Join(folder, fileName)
	if err := touch(file); err != nil {
		return nil, err
	}
	query := url.Values{"_pragma": slices.Clone(pragmas), "_txlock": {"immediate"}}
	query.Add("_pragma", fmt.Sprintf("max_page_count(%d)", maxBytes/pageSize))
	source := url.URL{Scheme: "file", Opaque: (&url.URL{Path: file}).EscapedPath(), RawQuery: query.Encode()}
	handle, err := sql.Open("sqlite", source.String())
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	handle.SetMaxOpenConns(1)
	db := &database{handle}
	if err := db.migrate(); err != nil {
		_ = handle.Close()
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	return db, nil
}

// touch makes the file readable by its owner only: copies are pages of the
// site.
func touch(file string) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("open the file of the copies: %w", err)
	}
	return f.Close()
}

func (db *database) close() error { return db.sql.Close() }

// migrate runs the numbered steps that the file has not seen, each in one
// transaction.
func (db *database) migrate() error {
	steps, err := fs.Glob(schema, "schema/*.sql")
	if err != nil {
		return err
	}
	var version int
	if err := db.sql.QueryRow("PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version > len(steps) {
		return fmt.Errorf("%w (its form is %d, this one knows %d)", errNewer, version, len(steps))
	}
	for i := max(version, 0); i < len(steps); i++ {
		if err := db.step(steps[i], i+1); err != nil {
			return fmt.Errorf("bring the file to form %d: %w", i+1, err)
		}
	}
	return nil
}

func (db *database) step(name string, version int) error {
	text, err := schema.ReadFile(name)
	if err != nil {
		return err
	}
	return db.inTransaction(func(tx *sql.Tx) error {
		if _, err := tx.Exec(string(text)); err != nil {
			return err
		}
		_, err := tx.Exec(fmt.Sprintf("PRAGMA user_version = %d", version))
		return err
	})
}

func (db *database) inTransaction(do func(*sql.Tx) error) error {
	tx, err := db.sql.BeginTx(context.Background(), nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		_ = tx.Rollback()
		return err
	}
	return tx.Commit()
}

// damageCodes are SQLite's words for a file that is broken (sqlite.org/rescode):
// ERROR (a table is missing), CORRUPT, FORMAT, NOTADB.
var damageCodes = []int{1, 11, 24, 26}

// isDamage tells a broken file from a disk that cannot be used at present.
func isDamage(err error) bool {
	broken, ok := errors.AsType[*sqlite.Error](err)
	return ok && slices.Contains(damageCodes, broken.Code()&0xff)
}

// setAside renames a broken file, so that a new one can be made and somebody can
// look at the old.
func setAside(folder string) error {
	file := filepath.Join(folder, fileName)
	for _, tail := range []string{"-wal", "-shm"} {
		if err := os.Remove(file + tail); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return os.Rename(file, file+".damaged")
}
