package form

import (
	"bytes"
	"encoding/json"
	"strings"
)

// currentKeys are what sites call the present state of the thing, in the body
// of a conflict (RFC 9110 section 15.5.10 wants merge information there).
// Read-only.
var currentKeys = map[string]bool{"current": true, "server": true, "latest": true, "entity": true}

// maxToldDepth is how deep such an object may stand.
const maxToldDepth = 4

// ReadTold reads the present values from the JSON body of a conflict: those
// members of an object named current, server, latest or entity that the form
// has fields for. It reports false when the body tells none.
func ReadTold(body []byte, sent Form, show Names) (Form, bool) {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var top map[string]any
	if len(body) > MaxPage || dec.Decode(&top) != nil {
		return Form{}, false
	}
	told := tellers{sent: sent}
	told.walk(top, maxToldDepth)
	return screen(told.best, show), len(told.best.fields) > 0
}

// tellers looks for the object that has most in common with the form.
type tellers struct {
	sent Form
	best rawForm
}

func (t *tellers) walk(object map[string]any, depth int) {
	if depth == 0 {
		return
	}
	for key, value := range object {
		inner, ok := value.(map[string]any)
		if !ok {
			continue
		}
		if currentKeys[strings.ToLower(key)] {
			t.read(inner)
		}
		t.walk(inner, depth-1)
	}
}

func (t *tellers) read(object map[string]any) {
	var f rawForm
	seen := map[string]bool{}
	for _, field := range t.sent.Fields {
		value, ok := told(object[memberName(field.Name)])
		if ok && !seen[field.Name] {
			f.add(rawField{name: field.Name, value: plain(value)})
		}
		seen[field.Name] = true
	}
	if len(f.fields) > len(t.best.fields) {
		t.best = f
	}
}

// told is a value as a form would send it. Switches have a value of their own
// in every form, and lists one field for each item: neither can be compared.
func told(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	}
	return "", false
}

// memberName is what a field is called in the thing itself: note[title] and
// note.title are the title.
func memberName(field string) string {
	field = strings.TrimSuffix(field, "]")
	return field[strings.LastIndexAny(field, "[.")+1:]
}
