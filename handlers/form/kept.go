package form

import (
	"io"
	"sync"
)

// collector takes a body in pieces and makes fields of it.
type collector interface {
	write(p []byte)            // never blocks for long, never fails
	finish(whole bool) rawForm // ends the collecting
}

// rawForm is a form as it was sent, within the limits.
type rawForm struct {
	fields  []rawField
	files   []File
	dropped int
	cut     bool
}

type rawField struct {
	name, value string
	cut, hidden bool
}

// Kept is one form that is being kept. A nil Kept keeps nothing. Its methods may
// be called while the body is still being read elsewhere.
type Kept struct {
	keeper *Keeper

	mu        sync.Mutex
	collector collector // nil once finished or released
	whole     bool      // the body has been read to its end
	form      *Form
	released  bool
}

// Form returns what may be shown of what has arrived so far, by the names of the
// first call; nothing is collected from then on.
func (k *Kept) Form(names Names) Form {
	if k == nil {
		return Form{}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.form == nil && k.collector != nil {
		f := screen(k.collector.finish(k.whole), names)
		k.form, k.collector = &f, nil
	}
	if k.form == nil {
		return Form{}
	}
	return *k.form
}

// Release forgets the form. It may be called more than once.
func (k *Kept) Release() {
	if k == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.released {
		return
	}
	if k.collector != nil {
		k.collector.finish(false)
	}
	k.released, k.collector, k.form = true, nil, nil
	k.keeper.used.Add(-perForm)
}

func (k *Kept) write(p []byte, end bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.collector == nil {
		return
	}
	if len(p) > 0 {
		k.collector.write(p)
	}
	k.whole = k.whole || end
}

// tee hands every byte that is read to the keeper as well.
type tee struct {
	io.ReadCloser
	kept *Kept
}

// Read reads as the body does.
func (t *tee) Read(p []byte) (int, error) {
	n, err := t.ReadCloser.Read(p)
	t.kept.write(p[:n], err == io.EOF)
	return n, err
}
