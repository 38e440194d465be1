package lastgood

import (
	"time"
)

// How the goroutine paces itself.
const (
	batchEvery  = 250 * time.Millisecond // between two transactions
	retryEvery  = time.Minute            // after the file could not be used
	expireEvery = time.Hour
)

// start opens the file and reads robots.txt and the sitemaps, which are few.
// Pages are read by the goroutine: a start does not wait for them.
func (d *disk) start() {
	err := d.open()
	if err == nil {
		err = d.fill(fixedRows)
	}
	if isDamage(err) {
		err = d.replace(err)
	}
	if err != nil {
		d.fail(err)
	}
}

// loadPages reads the pages, if nothing went wrong before.
func (d *disk) loadPages() {
	defer d.makeReady()
	if d.db == nil || d.loaded {
		return
	}
	err := d.fill(pageRows)
	if isDamage(err) {
		err = d.replace(err)
	}
	if err != nil {
		d.fail(err)
		return
	}
	d.loaded = true
}

func (d *disk) makeReady() {
	s := d.store
	s.mu.Lock()
	defer s.mu.Unlock()
	close(d.ready)
	clear(s.forgotten)
}

func (d *disk) open() (err error) {
	d.db, err = openDatabase(d.folder, d.maxBytes)
	return err
}

func (d *disk) shut() {
	if d.db != nil {
		_ = d.db.close()
		d.db = nil
	}
}

func (d *disk) fill(rows string) error {
	s := d.store
	damaged, err := d.db.read(rows, s.now().Add(-s.keep), s.restore)
	s.damaged.Add(uint64(damaged))
	return err
}

// replace sets a broken file aside and makes a new one of what is in memory.
func (d *disk) replace(reason error) error {
	d.shut()
	d.store.damaged.Add(1)
	d.log.Warn("the file of last-good copies is damaged, a new one is made", "folder", d.folder, "err", reason)
	if err := setAside(d.folder); err != nil {
		return err
	}
	if err := d.open(); err != nil {
		return err
	}
	d.loaded = true
	return d.db.write(d.everything(), false)
}

// run is the goroutine.
func (d *disk) run() {
	defer close(d.done)
	defer d.shut()
	d.loadPages()
	retry, expire := time.NewTicker(retryEvery), time.NewTicker(expireEvery)
	defer retry.Stop()
	defer expire.Stop()
	for {
		select {
		case <-d.wake:
			d.flush()
		case <-retry.C:
			d.recover()
			continue
		case <-expire.C:
			d.store.expire()
			continue
		case <-d.stop:
			d.flush()
			return
		}
		select {
		case <-time.After(batchEvery):
		case <-d.stop:
			d.flush()
			return
		}
	}
}

func (d *disk) flush() {
	if d.db == nil {
		return
	}
	changes := d.take()
	if len(changes) == 0 {
		return
	}
	if err := d.db.write(changes, false); err != nil {
		d.lost.Add(uint64(len(changes)))
		d.fail(err)
	}
}

// fail turns writing off. It is called at most once a minute, as often as
// recover tries, and so is its line in the log.
func (d *disk) fail(err error) {
	d.shut()
	d.mu.Lock()
	d.trouble = err.Error()
	d.waiting, d.bytes = map[place]*entry{}, 0
	d.mu.Unlock()
	d.log.Warn("last-good copies are kept in memory only", "folder", d.folder, "err", err)
}

// recover opens the file again and makes it what the memory is.
func (d *disk) recover() {
	if on, _ := d.state(); on {
		return
	}
	if err := d.reopen(); err != nil {
		d.fail(err)
		return
	}
	d.log.Info("last-good copies are written to disk again", "folder", d.folder)
}

// reopen also takes over the copies of a file that could not be read at the
// start.
func (d *disk) reopen() error {
	err := d.open()
	for _, rows := range []string{fixedRows, pageRows} {
		if err == nil && !d.loaded {
			err = d.fill(rows)
		}
	}
	switch {
	case isDamage(err):
		return d.replace(err)
	case err != nil:
		return err
	}
	d.loaded = true
	return d.db.write(d.everything(), true)
}

// everything is what the memory holds. Later changes wait again from the moment
// at which it is looked at.
func (d *disk) everything() map[place]*entry {
	s := d.store
	all := map[place]*entry{}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.shelf.all() {
		now := *e
		all[place{e.key, e.variant}] = &now
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.trouble = ""
	return all
}
