package form_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/seed-3913a1bb/signpost/handlers/form"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const urlencoded = "application/x-www-form-urlencoded"

func post(kind string, body io.Reader) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "https://shop.example/edit", body)
	r.Header.Set("Content-Type", kind)
	return r
}

// sent passes a form through a keeper to its end, checks that the server would
// get the same bytes, and returns what was kept.
func sent(t *testing.T, kind, body string) form.Form {
	t.Helper()
	k := form.NewKeeper(form.Options{})
	r := post(kind, strings.NewReader(body))
	kept := k.Keep(r)
	got, err := io.ReadAll(iotest{r.Body})
	if err != nil || string(got) != body {
		t.Fatalf("the server gets %d bytes, %v, want %d", len(got), err, len(body))
	}
	f := kept.Form(form.Names{})
	kept.Release()
	kept.Release()
	if k.Used() != 0 {
		t.Errorf("%d bytes are still reserved", k.Used())
	}
	return f
}

// iotest reads in small pieces, as from a slow client.
type iotest struct{ r io.Reader }

func (i iotest) Read(p []byte) (int, error) { return i.r.Read(p[:min(len(p), 7)]) }

// parts writes a multipart body; a name with a file after a colon is a file.
func parts(t *testing.T, fields ...string) (kind, body string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i < len(fields); i += 2 {
		name, file, isFile := strings.Cut(fields[i], ":")
		var part io.Writer
		var err error
		if isFile {
			part, err = w.CreateFormFile(name, file)
		} else {
			part, err = w.CreateFormField(name)
		}
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(part, fields[i+1])
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), b.String()
}

func TestWhatWasTypedIsGivenBack(t *testing.T) {
	text := "Two lines,\r\nand a <b>mark</b> & more: äöü 漢字"
	for _, c := range []struct{ name, kind, body string }{
		{"urlencoded", urlencoded, url.Values{"comment": {text}, "tags": {"a", "b"}}.Encode()},
		{"multipart", "", ""},
	} {
		if c.kind == "" {
			c.kind, c.body = parts(t, "comment", text, "tags", "a", "tags", "b")
		}
		f := sent(t, c.kind, c.body)
		want := []form.Field{{Name: "comment", Value: strings.ReplaceAll(text, "\r\n", "\n"), Typed: true}, {Name: "tags", Value: "a"}, {Name: "tags", Value: "b"}}
		if !slices.Equal(f.Fields, want) || !f.Complete() {
			t.Errorf("%s: %+v", c.name, f)
		}
		if !f.Fields[0].Typed || f.Fields[1].Typed {
			t.Errorf("%s: typed = %v, %v", c.name, f.Fields[0].Typed, f.Fields[1].Typed)
		}
	}
}

func TestNamesOfSecretsAreWithheld(t *testing.T) {
	for _, name := range []string{
		"password", "Password2", "user[passwd]", "new_pwd", "clientSecret", "csrf_token", "_xsrf", "wp_nonce", "authenticity_token",
		"__RequestVerificationToken", "__VIEWSTATE", "cardNumber", "cvv", "CVC2", "iban", "signature", "sessionId", "api_key", "api-key",
		"apikey", "private key", "pin", "user_pin", "userPIN", "otp", "otp-code", "ssn", "key", "auth", "cc", "cc1", "sid", "PHPSID.sid", "hash",
	} {
		f := sent(t, urlencoded, url.Values{name: {"some words that were typed"}}.Encode())
		if len(f.Fields) != 0 || f.Withheld != 1 {
			t.Errorf("%s is given back: %+v", name, f)
		}
	}
	for _, name := range []string{
		"comment", "opinion", "author", "keywords", "spin", "keyboard", "hashtag", "title", "accent", "side", "monkey", "consider", "tip_assistant",
	} {
		if f := sent(t, urlencoded, name+"=words+typed"); len(f.Fields) != 1 {
			t.Errorf("%s is withheld", name)
		}
	}
}

func TestValuesThatLookLikeSecretsAreWithheldOrCovered(t *testing.T) {
	jwt := "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"
	pem := "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----"
	hex := strings.Repeat("0123456789abcdef", 3)
	for _, secret := range []string{
		jwt, pem, hex, "4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "378282246310005", "3782 822463 10005",
		strings.Repeat("Ab9+/", 9) + "==",
	} {
		if f := sent(t, urlencoded, url.Values{"x": {secret}, "y": {" " + secret + "\n"}}.Encode()); f.Withheld != 2 {
			t.Errorf("%q alone is given back: %+v", secret, f)
		}
		f := sent(t, urlencoded, url.Values{"x": {"Before " + secret + " 12 after."}}.Encode())
		if len(f.Fields) != 1 || strings.Contains(f.Fields[0].Value, secret) || !f.Fields[0].Masked || f.Complete() ||
			!strings.HasPrefix(f.Fields[0].Value, "Before ") || !strings.HasSuffix(f.Fields[0].Value, "after.") {
			t.Errorf("%q inside a text: %+v", secret, f)
		}
	}
	for _, harmless := range []string{
		"Call +49 30 1234567, room 12", "1 2 3 4 5 6 7 8 9 10 11 12 13 14", "2026-11-24 13:40:05", "https://shop.example/a/b?c=d",
		"A sentence with Donaudampfschifffahrtsgesellschaft in it.",
	} {
		if f := sent(t, urlencoded, url.Values{"x": {harmless}}.Encode()); len(f.Fields) != 1 || f.Fields[0].Value != harmless {
			t.Errorf("%q: %+v", harmless, f)
		}
	}
}

func TestOfFilesOnlyNameAndSizeAreKept(t *testing.T) {
	kind, body := parts(t, "photo:C:\\me\\cat.png", strings.Repeat("PNG!", 100_000), "empty:", "", "title", "My cat")
	f := sent(t, kind, body)
	if len(f.Files) != 1 || f.Files[0] != (form.File{Field: "photo", Name: "cat.png", Size: 400_000}) {
		t.Errorf("files = %+v", f.Files)
	}
	if len(f.Fields) != 1 || f.Fields[0].Value != "My cat" || f.Complete() {
		t.Errorf("fields after a large file: %+v", f)
	}
}

func TestAFormIsKeptWithinLimits(t *testing.T) {
	long := strings.Repeat("long words ", 5000) // 55 kB
	many := url.Values{}
	for i := range 1000 {
		many.Set(fmt.Sprintf("f%03d", i), "typed words")
	}
	kind, large := parts(t, "a", long, "b", long, "c", "short one")
	for _, c := range []struct {
		name, kind, body string
		fields           int
	}{
		{"a long value", urlencoded, "a=" + url.QueryEscape(long) + "&b=x", 2},
		{"a larger form", urlencoded, "a=" + url.QueryEscape(long+long) + "&b=x", 1},
		{"many fields", urlencoded, many.Encode(), 100},
		{"long parts", kind, large, 2},
	} {
		f := sent(t, c.kind, c.body)
		total := 0
		for _, field := range f.Fields {
			total += len(field.Value)
			if len(field.Value) > 32<<10 {
				t.Errorf("%s: a value of %d bytes", c.name, len(field.Value))
			}
		}
		if len(f.Fields) != c.fields || total > 64<<10 || f.Complete() {
			t.Errorf("%s: %d fields with %d bytes, complete %v", c.name, len(f.Fields), total, f.Complete())
		}
	}
}

func TestAnAnswerBeforeTheEndOfTheFormKeepsWhatHasCome(t *testing.T) {
	kind, body := parts(t, "comment", "Words that I typed", "late", "Words that have not arrived")
	for _, c := range []struct {
		kind, body string
		read       int
	}{{kind, body, strings.Index(body, "Words that have")}, {urlencoded, "comment=Words+that+I+typed&late=Wor", 30}} {
		r := post(c.kind, strings.NewReader(c.body))
		kept := form.NewKeeper(form.Options{}).Keep(r)
		if _, err := io.ReadFull(r.Body, make([]byte, c.read)); err != nil {
			t.Fatal(err)
		}
		f := kept.Form(form.Names{})
		if len(f.Fields) == 0 || f.Fields[0].Value != "Words that I typed" || !f.Cut || f.Complete() {
			t.Errorf("%s: %+v", c.kind, f)
		}
		if rest, err := io.ReadAll(r.Body); err != nil || len(rest) != len(c.body)-c.read {
			t.Errorf("the rest: %d bytes, %v", len(rest), err)
		}
		kept.Release()
	}
}

func TestEncodingsOfOldFormsAreRead(t *testing.T) {
	for _, c := range []struct{ kind, body, want string }{
		{urlencoded, "a=caf%E9+au+lait", "café au lait"},
		{urlencoded + "; charset=ISO-8859-2", "a=%BElut%FD+k%F9%F2", "žlutý kůň"},
		{urlencoded, "_charset_=Shift_JIS&a=%93%FA%96%7B+x", "日本 x"},
		{urlencoded, "a=100%25+%zz+%", "100% %zz %"},
		{urlencoded, "a=one\x00two+x", "onetwo x"},
	} {
		f := sent(t, c.kind, c.body)
		if len(f.Fields) != 1 || f.Fields[0].Value != c.want {
			t.Errorf("%q: %+v, want %q", c.body, f.Fields, c.want)
		}
	}
}

func TestWhatIsNoFormIsLeftAlone(t *testing.T) {
	k := form.NewKeeper(form.Options{})
	encoded := post(urlencoded, strings.NewReader("a=b"))
	encoded.Header.Set("Content-Encoding", "gzip")
	get := post(urlencoded, strings.NewReader("a=b"))
	get.Method = http.MethodGet
	for name, r := range map[string]*http.Request{
		"JSON": post("application/json", strings.NewReader("{}")), "no type": post("", strings.NewReader("a=b")),
		"no boundary": post("multipart/form-data", strings.NewReader("a=b")), "compressed": encoded, "GET": get,
		"no body": httptest.NewRequest(http.MethodPost, "/", http.NoBody),
	} {
		body := r.Body
		if kept := k.Keep(r); kept != nil || r.Body != body {
			t.Errorf("%s is kept", name)
		}
	}
	var none *form.Kept
	none.Release()
	if f := none.Form(form.Names{}); len(f.Fields) != 0 {
		t.Errorf("a form that was not kept: %+v", f)
	}
}

func TestAllFormsTogetherHaveABound(t *testing.T) {
	k := form.NewKeeper(form.Options{Memory: 1 << 20})
	var all []*form.Kept
	for range 100 {
		if kept := k.Keep(post(urlencoded, strings.NewReader("a=b"))); kept != nil {
			all = append(all, kept)
		}
	}
	if len(all) == 0 || len(all) > 20 || k.Refused() != uint64(100-len(all)) || k.Used() > 1<<20 {
		t.Errorf("%d forms kept, %d refused, %d bytes", len(all), k.Refused(), k.Used())
	}
	for _, kept := range all {
		kept.Release()
	}
	if k.Used() != 0 {
		t.Errorf("%d bytes are still reserved", k.Used())
	}
}

func TestOnlyThePagesOfASiteSeeItsForms(t *testing.T) {
	for _, c := range []struct {
		name, value string
		want        bool
	}{
		{"Sec-Fetch-Site", "same-origin", true},
		{"Sec-Fetch-Site", "same-site", false},
		{"Sec-Fetch-Site", "cross-site", false},
		{"Sec-Fetch-Site", "none", false},
		{"Origin", "https://shop.example", true},
		{"Origin", "https://SHOP.example:443", true},
		{"Origin", "http://shop.example", false},
		{"Origin", "https://shop.example.evil.example", false},
		{"Origin", "https://shop.example:8443", false},
		{"Origin", "null", false},
		{"X-Nothing", "", false},
	} {
		r := post(urlencoded, strings.NewReader(""))
		r.Header.Set(c.name, c.value)
		if got := form.SameOrigin(r, "https://shop.example"); got != c.want {
			t.Errorf("%s: %s is same origin: %v", c.name, c.value, got)
		}
	}
	both := post(urlencoded, strings.NewReader(""))
	both.Header.Set("Sec-Fetch-Site", "cross-site")
	both.Header.Set("Origin", "https://shop.example")
	if form.SameOrigin(both, "https://shop.example") {
		t.Error("Origin outranks Sec-Fetch-Site")
	}
}

func FuzzForm(f *testing.F) {
	f.Add(urlencoded, []byte("a=b&password=hunter2&c=%zz"))
	f.Add("multipart/form-data; boundary=x", []byte("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x--\r\n"))
	f.Add("multipart/form-data; boundary=\"\xff\"", []byte("--"))
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		k := form.NewKeeper(form.Options{})
		r := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(body))
		r.Header = http.Header{"Content-Type": {kind}}
		kept := k.Keep(r)
		if got, err := io.ReadAll(r.Body); err != nil || !bytes.Equal(got, body) {
			t.Fatalf("the server gets %q, %v", got, err)
		}
		for _, field := range kept.Form(form.Names{}).Fields {
			if strings.ContainsAny(field.Value, "\r\x00") || len(field.Value) > 3*(32<<10) {
				t.Errorf("value %q", field.Value)
			}
		}
		kept.Release()
		if k.Used() != 0 {
			t.Errorf("%d bytes are still reserved", k.Used())
		}
	})
}
