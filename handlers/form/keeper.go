package form

import (
	"mime"
	"net/http"
	"strings"
	"sync/atomic"
)

// Limits of what is kept of one form.
const (
	maxText   = 64 << 10 // bytes of all names and values
	maxValue  = 32 << 10 // bytes of one value
	maxFields = 100
	maxName   = 200 // bytes
)

// defaultMemory is what all forms together may take.
const defaultMemory = 64 << 20

// Options configure a Keeper. The zero value works.
type Options struct {
	Memory int64 // bytes for all forms that are being kept; default 64 MiB
}

// Keeper keeps forms within a bound. It is safe for concurrent use.
type Keeper struct {
	memory  int64
	used    atomic.Int64
	refused atomic.Uint64
}

// NewKeeper returns a keeper.
func NewKeeper(o Options) *Keeper {
	if o.Memory <= 0 {
		o.Memory = defaultMemory
	}
	return &Keeper{memory: o.Memory}
}

// Refused counts the forms that were not kept because the memory was full.
func (k *Keeper) Refused() uint64 { return k.refused.Load() }

// Used is the memory in use, in bytes.
func (k *Keeper) Used() int64 { return k.used.Load() }

// keptMethods send forms. A browser sends POST only; scripts that navigate send
// the others.
var keptMethods = map[string]bool{http.MethodPost: true, http.MethodPut: true, http.MethodPatch: true}

// Keep reads along with the body of a request that carries a form. It returns
// nil, and leaves the request alone, when the request carries none or the memory
// is full. The body may be read in another goroutine.
func (k *Keeper) Keep(r *http.Request) *Kept {
	if !keptMethods[r.Method] || r.Body == nil || r.Body == http.NoBody || r.Header.Get("Content-Encoding") != "" {
		return nil
	}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return nil
	}
	var c collector
	switch {
	case kind == "application/x-www-form-urlencoded":
		c = &urlencoded{charset: params["charset"]}
	case kind == "multipart/form-data" && params["boundary"] != "":
		c = newMultipart(params["boundary"])
	default:
		return nil
	}
	if !k.reserve() {
		return nil
	}
	kept := &Kept{keeper: k, collector: c}
	r.Body = &tee{ReadCloser: r.Body, kept: kept}
	return kept
}

// perForm is what one form can take: its bytes, and the fields made of them.
const perForm = 2*maxText + 4<<10

func (k *Keeper) reserve() bool {
	if k.used.Add(perForm) > k.memory {
		k.used.Add(-perForm)
		k.refused.Add(1)
		return false
	}
	return true
}

// isText reports a value that somebody wrote, not one that a list or a switch
// gave.
func isText(v string) bool {
	return strings.ContainsAny(v, " \n") || len([]rune(v)) >= textRunes
}
