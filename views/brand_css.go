package views

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
)

// ownerCSS is an owner's style as it is appended to ours.
type ownerCSS struct {
	css    string
	images bool // it holds data: images
}

// checkCSS writes an owner's style without comments and dispensable space. What
// could load something, or end the style element, is refused line by line.
func checkCSS(file File, wrong *Mistakes) ownerCSS {
	if len(file.Content) > maxOwnerFile {
		wrong.add("css", "keep what error pages need", "%s has %d bytes, and %d are read", file.Name, len(file.Content), maxOwnerFile)
		return ownerCSS{}
	}
	c := &cssChecker{name: file.Name, wrong: wrong}
	c.run(newCSSLexer(bytes.TrimPrefix(file.Content, []byte("\ufeff"))))
	return ownerCSS{css: strings.TrimSpace(c.out.String()), images: c.images}
}

// cssChecker goes through the tokens of a style.
type cssChecker struct {
	name   string
	wrong  *Mistakes
	out    strings.Builder
	last   string // token written
	images bool
	depth  []cssToken // open brackets
	url    bool       // within url(, before its string
}

// atRules are the rules that a style may have: they load nothing themselves.
// Read-only.
var atRules = wordSet(`media supports layer container keyframes -webkit-keyframes page property font-face scope starting-style
	font-feature-values counter-style`)

// loaders are the functions that take the address of something to load, as a
// string too. Read-only.
var loaders = wordSet("image image-set -webkit-image-set cross-fade -webkit-cross-fade src element expression paint")

// runners are the properties by which old browsers ran code. Read-only.
var runners = wordSet("-moz-binding behavior")

// bare are the characters around which white space means nothing. Read-only.
var bare = wordSet("{ } ; ,")

const nothingLoads = "an error page loads nothing: use colours, borders and data:image"

func (c *cssChecker) run(l *cssLexer) {
	gap := false
	for token := l.next(); token.kind != cssEnd; token = l.next() {
		if token.kind == cssSpace {
			gap = c.out.Len() > 0
			continue
		}
		c.check(token)
		if gap && !bare[token.text] && !bare[c.last] {
			c.out.WriteByte(' ')
		}
		c.out.WriteString(token.text)
		c.last, gap = token.text, false
	}
	for _, open := range c.depth {
		c.refuse(open, "close it", "%s is never closed", open.text)
	}
	for _, end := range []string{"</", "<!", "-->"} {
		if strings.Contains(c.out.String(), end) {
			c.wrong.add("css", "remove it: a style holds no markup", "%s holds %q", c.name, end)
		}
	}
}

func (c *cssChecker) refuse(at cssToken, hint, format string, args ...any) {
	c.wrong.add("css", hint, "%s, line %d: %s", c.name, at.line, fmt.Sprintf(format, args...))
}

func (c *cssChecker) check(t cssToken) {
	switch t.kind {
	case cssAt:
		if !atRules[t.name] {
			c.refuse(t, nothingLoads, "@%s is not allowed", t.name)
		}
	case cssIdent:
		if runners[t.name] {
			c.refuse(t, nothingLoads, "%s is not allowed", t.name)
		}
	case cssFunction:
		if loaders[t.name] {
			c.refuse(t, nothingLoads, "%s() is not allowed", t.name)
		}
		c.url = t.name == "url"
		c.depth = append(c.depth, t)
		return
	case cssURL:
		c.checkURL(t)
	case cssString:
		if c.url {
			c.checkURL(t)
		}
	case cssBad:
		c.refuse(t, "close it", "%s", t.name)
	case cssOther:
		c.bracket(t)
	}
	c.url = false
}

var dataURL = regexp.MustCompile(`(?i)^data:image/(png|jpeg|gif|webp|avif|svg\+xml)[;,]`)

func (c *cssChecker) checkURL(t cssToken) {
	if !dataURL.MatchString(t.name) {
		c.refuse(t, nothingLoads, "url(%s) would be loaded", fit(t.name, limitFact))
		return
	}
	c.images = true
}

// closing maps each closing bracket to its opening one. Read-only.
var closing = map[string]string{")": "(", "]": "[", "}": "{"}

// bracket follows the brackets: a style that closes more than it opens could
// change the meaning of ours.
func (c *cssChecker) bracket(t cssToken) {
	switch t.text {
	case "(", "[", "{":
		c.depth = append(c.depth, t)
	case ")", "]", "}":
		last := len(c.depth) - 1
		if last < 0 || !strings.HasSuffix(c.depth[last].text, closing[t.text]) {
			c.refuse(t, "take it out, or open it", "%s closes nothing", t.text)
			return
		}
		c.depth = c.depth[:last]
	}
}
