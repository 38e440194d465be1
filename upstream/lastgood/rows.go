package lastgood

import (
	"database/sql"
	"time"
)

const (
	saveRow = `INSERT INTO copies (key, variant, names, subject, asked, stored, validated, header, body, seal)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (key, variant) DO UPDATE SET names = excluded.names, subject = excluded.subject,
			asked = excluded.asked, stored = excluded.stored, validated = excluded.validated,
			header = excluded.header, body = excluded.body, seal = excluded.seal`
	eraseRow = `DELETE FROM copies WHERE key = ? AND variant = ?`
	readRows = `SELECT key, variant, names, subject, asked, stored, validated, header, body, seal FROM copies WHERE `

	fixedRows = `subject > 0`                         // robots.txt and sitemaps
	pageRows  = `subject = 0 ORDER BY validated DESC` // the newest first
)

// write puts changes into the file, all or none.
func (db *database) write(changes map[place]*entry, wipe bool) error {
	return db.inTransaction(func(tx *sql.Tx) error {
		if wipe {
			if _, err := tx.Exec("DELETE FROM copies"); err != nil {
				return err
			}
		}
		save, err := tx.Prepare(saveRow)
		if err != nil {
			return err
		}
		defer save.Close()
		for at, e := range changes {
			if err := put(tx, save, at, e); err != nil {
				return err
			}
		}
		return nil
	})
}

func put(tx *sql.Tx, save *sql.Stmt, at place, e *entry) error {
	if e == nil {
		_, err := tx.Exec(eraseRow, at.key, at.variant)
		return err
	}
	r, err := newRow(e)
	if err != nil {
		return err
	}
	_, err = save.Exec(r.key, r.variant, r.names, r.subject, r.asked, r.stored, r.validated, r.header, notNil(r.body), r.seal)
	return err
}

// notNil keeps an empty body from being NULL.
func notNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// read gives the good rows to add. It drops what add does not want, what is
// older than oldest and what has changed on disk, and counts the latter.
func (db *database) read(which string, oldest time.Time, add func(*entry) bool) (damaged int, err error) {
	if _, err := db.sql.Exec("DELETE FROM copies WHERE validated < ?", oldest.UnixNano()); err != nil {
		return 0, err
	}
	rows, err := db.sql.Query(readRows + which)
	if err != nil {
		return 0, err
	}
	var bad []place
	for rows.Next() {
		var r row
		err := rows.Scan(&r.key, &r.variant, &r.names, &r.subject, &r.asked, &r.stored, &r.validated, &r.header, &r.body, &r.seal)
		if err != nil {
			_ = rows.Close()
			return 0, err
		}
		e, good := r.entry()
		if !good {
			damaged++
		}
		if !good || !add(e) {
			bad = append(bad, place{r.key, r.variant})
		}
	}
	if err := rows.Err(); err != nil {
		return 0, err
	}
	if err := rows.Close(); err != nil {
		return 0, err
	}
	erase := map[place]*entry{}
	for _, at := range bad {
		erase[at] = nil
	}
	return damaged, db.write(erase, false)
}
