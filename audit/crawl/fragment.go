package crawl

import (
	"encoding/binary"
	"hash/fnv"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

const (
	maxIDs     = 50000 // of one page; one with more tells none
	maxMissing = 20    // own fragments of one page
	idSize     = 4
)

// isState reports the fragment of a script that keeps its state there: #/path,
// #!state, #key=value.
func isState(raw string) bool {
	return strings.HasPrefix(raw, "/") || strings.HasPrefix(raw, "!") || strings.ContainsAny(raw, "=&?")
}

// fragmentOf is the id that the fragment of a reference asks for, decoded;
// empty when it asks for none: no fragment, the top of the page, a text
// fragment, the state of a script.
func fragmentOf(ref string) string {
	_, raw, found := strings.Cut(ref, "#")
	if !found {
		return ""
	}
	raw, _, _ = strings.Cut(raw, ":~:")
	if strings.EqualFold(raw, "top") || isState(raw) {
		return ""
	}
	return decodedID(raw)
}

func decodedID(raw string) string {
	if !strings.Contains(raw, "%") {
		return raw
	}
	if decoded, err := url.PathUnescape(raw); err == nil {
		return decoded
	}
	return raw
}

// hooked reports a link that a script takes over: its fragment may be the name
// of a thing to be opened.
func hooked(attrs []html.Attribute) bool {
	for _, a := range attrs {
		switch {
		case strings.HasPrefix(a.Key, "data-"), strings.HasPrefix(a.Key, "on"),
			a.Key == "aria-controls", a.Key == "aria-expanded", a.Key == "aria-haspopup",
			a.Key == "role" && (a.Val == "button" || a.Val == "tab" || a.Val == "menuitem"):
			return true
		}
	}
	return false
}

// idHash is what is kept of an id.
func idHash(id string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(id))
	return h.Sum32()
}

// idPrefix is put before the ids that authors write, by sites that show texts
// of their users; a script takes it away again.
const idPrefix = "user-content-"

// id notes an id of the page, in every form in which a link may name it.
func (b *builder) id(value string) {
	if value == "" || !b.wantIDs {
		return
	}
	b.ids = append(b.ids, idHash(value))
	if decoded := decodedID(value); decoded != value {
		b.ids = append(b.ids, idHash(decoded))
	}
	if own, ok := strings.CutPrefix(value, idPrefix); ok {
		b.ids = append(b.ids, idHash(own))
	}
}

// finishIDs keeps the ids of the page, sorted, and the fragments of its own
// that it does not have.
func (b *builder) finishIDs() {
	if !b.wantIDs {
		return
	}
	slices.Sort(b.ids)
	b.ids = slices.Compact(b.ids)
	if b.page.IDsCut = len(b.ids) > maxIDs || b.x.Cut; b.page.IDsCut {
		return
	}
	b.page.IDs = slices.Grow(b.page.IDs, idSize*len(b.ids))
	for _, id := range b.ids {
		b.page.IDs = binary.BigEndian.AppendUint32(b.page.IDs, id)
	}
	if b.hasBase {
		return // a fragment alone leads to another document
	}
	var own []string
	for _, ref := range b.refs {
		if ref.value[0] == '#' && ref.fragment != "" {
			own = append(own, ref.fragment)
		}
	}
	slices.Sort(own)
	b.page.Missing = lacking(b.page, slices.Compact(own), idHash)
	b.page.Missing = b.page.Missing[:min(len(b.page.Missing), maxMissing)]
}

// hasID reports an id by its hash.
func (p *Page) hasID(id uint32) bool {
	low, high := 0, len(p.IDs)/idSize
	for low < high {
		mid := (low + high) / 2
		switch at := binary.BigEndian.Uint32(p.IDs[idSize*mid:]); {
		case at == id:
			return true
		case at < id:
			low = mid + 1
		default:
			high = mid
		}
	}
	return false
}

// wantedAtOnce is how many different ids links name before it is telling that a
// page with scripts has none of them.
const wantedAtOnce = 3

// lacking returns what a page lacks of the ids that links name; nothing where a
// script evidently makes them: the page runs one, and has in its markup no more
// than one id, or none of several that are asked for.
func lacking[T any](p *Page, wanted []T, hash func(T) uint32) (missing []T) {
	if p.IDsCut {
		return nil
	}
	for _, one := range wanted {
		if !p.hasID(hash(one)) {
			missing = append(missing, one)
		}
	}
	scripted := p.HasScript && (len(p.IDs) <= idSize || len(missing) == len(wanted) && len(wanted) >= wantedAtOnce)
	if scripted {
		return nil
	}
	return missing
}

// runsScript reports a script element that is run, not one that holds data.
func runsScript(attrs []html.Attribute) bool {
	kind := strings.ToLower(attrOf(attrs, "type"))
	return kind == "" || kind == "module" || strings.Contains(kind, "javascript") || strings.Contains(kind, "ecmascript")
}
