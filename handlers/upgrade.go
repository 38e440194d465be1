package handlers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/seed-3913a1bb/signpost/problem"
)

// upgraded writes a problem document that keeps every member of the upstream's
// JSON object: under its own name, or under "upstream" where ours has the same
// (edge 5.2). The values stay as the upstream wrote them: they are the program's
// own answer.
func upgraded(doc problem.Document, object []byte) ([]byte, error) {
	ours := bytes.TrimSpace(doc.JSON())
	taken := map[string]bool{"upstream": true}
	if err := eachMember(ours, func(name string, _ json.RawMessage) { taken[name] = true }); err != nil {
		return nil, fmt.Errorf("read the problem document: %w", err)
	}
	out := bytes.NewBuffer(append(make([]byte, 0, len(ours)+len(object)+32), ours[:len(ours)-1]...))
	var collided bytes.Buffer
	err := eachMember(bytes.TrimPrefix(object, []byte("\ufeff")), func(name string, value json.RawMessage) {
		if taken[name] {
			writeMember(&collided, name, value)
			return
		}
		taken[name] = true
		writeMember(out, name, value)
	})
	if err != nil {
		return nil, fmt.Errorf("read the upstream's object: %w", err)
	}
	if collided.Len() > 0 {
		inner := append([]byte{'{'}, collided.Bytes()[1:]...)
		writeMember(out, "upstream", append(inner, '}'))
	}
	out.WriteString("}\n")
	return out.Bytes(), nil
}

// eachMember visits the members of a JSON object in order.
func eachMember(object []byte, visit func(string, json.RawMessage)) error {
	d := json.NewDecoder(bytes.NewReader(object))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return errors.Join(errors.New("no object"), err)
	}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return err
		}
		name, _ := t.(string)
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return err
		}
		visit(name, value)
	}
	_, err := d.Token()
	return err
}

// writeMember appends a member behind a comma. Markup characters are escaped, so
// that the bytes are harmless inside HTML too.
func writeMember(b *bytes.Buffer, name string, value json.RawMessage) {
	quoted, err := json.Marshal(name)
	if err != nil {
		return
	}
	b.WriteByte(',')
	b.Write(quoted)
	b.WriteByte(':')
	json.HTMLEscape(b, value)
}
