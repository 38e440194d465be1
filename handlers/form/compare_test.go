package form_test

import (
	"strings"
	"testing"

	"github.com/seed-3913a1bb/signpost/handlers/form"
)

const editPage = `<!doctype html><meta charset=utf-8><title>Edit</title>
<form action=/search><input name=q value=cats></form>
<form method=post>
<input type=hidden name=csrf_token value=abc><input type=hidden name=version value=8>
<input name=title value="Caf&eacute; Central"><input type=password name=pw value=x>
<textarea name=body>
First line
Second line, changed</textarea>
<select name=shelf><option value=a>A<option value=b selected>B</select>
<select name=mood><option>calm<option>glad</select>
<input type=checkbox name=public value=1 checked><input type=checkbox name=pinned value=1>
<input name=gone disabled value=x><input type=submit name=save value=Save>
<textarea name=note>A note that is new on the page</textarea>
</form>`

func sentForm() form.Form {
	return form.Form{Fields: []form.Field{
		{Name: "version", Value: "7"},
		{Name: "title", Value: "Café Central"},
		{Name: "body", Value: "First line\nSecond line"},
		{Name: "shelf", Value: "b"},
		{Name: "mood", Value: "glad"},
		{Name: "public", Value: "1"},
		{Name: "extra", Value: "only mine"},
	}}
}

func TestThePagesCurrentFormIsReadAsABrowserWouldSendIt(t *testing.T) {
	current, ok := form.ReadCurrent([]byte(editPage), "text/html", sentForm(), form.Names{})
	if !ok {
		t.Fatal("no form found")
	}
	var got []string
	for _, f := range current.Fields {
		got = append(got, f.Name+"="+f.Value)
	}
	want := "version=8|title=Café Central|body=First line\nSecond line, changed|shelf=b|mood=calm|public=1|note=A note that is new on the page"
	if strings.Join(got, "|") != want {
		t.Errorf("got  %q\nwant %q", strings.Join(got, "|"), want)
	}
}

func TestOnlyWhatDiffersIsShown(t *testing.T) {
	current, _ := form.ReadCurrent([]byte(editPage), "text/html; charset=utf-8", sentForm(), form.Names{})
	c := form.Compare(sentForm(), current)
	var names []string
	for _, d := range c.Differences {
		names = append(names, d.Name)
		if both := d.Mine != nil && d.Current != nil; both != (d.Lines != nil) {
			t.Errorf("%s: lines %v", d.Name, d.Lines)
		}
	}
	if got := strings.Join(names, " "); got != "body mood extra note" || c.Equal != 3 {
		t.Errorf("differ: %s, equal: %d", got, c.Equal)
	}
}

func TestAPageWithoutTheFormIsNotCompared(t *testing.T) {
	for name, page := range map[string]string{
		"no form":         "<p>hello",
		"another form":    "<form><input name=q></form>",
		"a login page":    "<form><input name=user><input type=password name=title></form>",
		"too large":       editPage + strings.Repeat(" ", form.MaxPage),
		"nested too deep": strings.Repeat("<b>", 600) + editPage,
	} {
		if f, ok := form.ReadCurrent([]byte(page), "text/html", sentForm(), form.Names{}); ok && len(f.Fields) > 0 && name != "a login page" {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

func TestSecretsOfThePageAreNotRead(t *testing.T) {
	page := `<form><input name=title value="4111 1111 1111 1111"><input name=api_key value="some words here"></form>`
	f, _ := form.ReadCurrent([]byte(page), "text/html", sentForm(), form.Names{})
	if len(f.Fields) != 0 || f.Withheld != 2 {
		t.Errorf("%+v", f)
	}
}

func FuzzReadCurrent(f *testing.F) {
	f.Add([]byte(editPage))
	f.Fuzz(func(t *testing.T, page []byte) {
		current, _ := form.ReadCurrent(page, "text/html", sentForm(), form.Names{})
		form.Compare(sentForm(), current)
	})
}
