package crawl

import "golang.org/x/net/html"

// Role says what a document wants from an address. The values are stable; they
// are part of fingerprints.
type Role string

// The roles.
const (
	RoleLink    Role = "a"       // a person goes there: a, area, link rel=next, form, refresh
	RoleImage   Role = "img"     // img, srcset, icon, poster
	RoleScript  Role = "script"  // script, modulepreload
	RoleStyle   Role = "style"   // stylesheet
	RoleMedia   Role = "media"   // iframe, object, embed, video, audio, track
	RoleSitemap Role = "sitemap" // listed in a sitemap
	RoleSeed    Role = "seed"    // given by the user
	RoleTarget  Role = "redirect"
)

// leadsOn reports a role whose target may be a page with links of its own. A
// stylesheet, script or picture that answers HTML is a fault, and what that
// HTML links to are not links of the site.
func (r Role) leadsOn() bool { return r != RoleStyle && r != RoleScript && r != RoleImage }

// Link is one reference of a document to an address.
type Link struct {
	To       Address
	Role     Role
	Element  string // tag name
	Attr     string
	Written  string // the value as written
	Text     string // of a link, without outer white space, cut
	NoFollow bool   // rel says nofollow, or the document's robots directives do

	Fragments []string // ids within the target that this and the same links name, sorted
}

func (l *Link) name(fragment string) {
	if fragment != "" {
		l.Fragments = append(l.Fragments, fragment)
	}
}

// linkAttrs says which attributes of which elements hold addresses. The kind
// tells how to read the value.
var linkAttrs = map[string][]struct {
	name string
	role Role
	kind valueKind
}{
	"a":      {{"href", RoleLink, oneURL}},
	"area":   {{"href", RoleLink, oneURL}},
	"link":   {{"href", "", oneURL}}, // by rel
	"img":    {{"src", RoleImage, oneURL}, {"srcset", RoleImage, candidates}},
	"source": {{"src", RoleMedia, oneURL}, {"srcset", RoleImage, candidates}},
	"input":  {{"src", RoleImage, oneURL}},
	"image":  {{"href", RoleImage, oneURL}, {"xlink:href", RoleImage, oneURL}},
	"use":    {{"href", RoleImage, oneURL}, {"xlink:href", RoleImage, oneURL}},
	"script": {{"src", RoleScript, oneURL}},
	"iframe": {{"src", RoleMedia, oneURL}},
	"frame":  {{"src", RoleLink, oneURL}},
	"object": {{"data", RoleMedia, oneURL}},
	"embed":  {{"src", RoleMedia, oneURL}},
	"video":  {{"src", RoleMedia, oneURL}, {"poster", RoleImage, oneURL}},
	"audio":  {{"src", RoleMedia, oneURL}},
	"track":  {{"src", RoleMedia, oneURL}},
}

type valueKind int

const (
	oneURL     valueKind = iota
	candidates           // of srcset
)

// relRoles says which link elements lead to something that is fetched. Others,
// such as preconnect, pingback or canonical, are no links.
var relRoles = map[string]Role{
	"stylesheet": RoleStyle, "modulepreload": RoleScript, "icon": RoleImage, "apple-touch-icon": RoleImage,
	"mask-icon": RoleImage, "next": RoleLink, "prev": RoleLink, "previous": RoleLink, "alternate": RoleLink,
	"search": RoleLink, "author": RoleLink, "license": RoleLink, "copyright": RoleLink, "help": RoleLink,
	"index": RoleLink, "contents": RoleLink, "top": RoleLink, "up": RoleLink, "first": RoleLink, "last": RoleLink,
	"start": RoleLink, "glossary": RoleLink, "manifest": RoleMedia,
}

// preloadRoles is the role of a preload by its as attribute.
var preloadRoles = map[string]Role{
	"script": RoleScript, "style": RoleStyle, "image": RoleImage, "font": RoleMedia,
	"video": RoleMedia, "audio": RoleMedia, "track": RoleMedia, "fetch": RoleMedia, "document": RoleLink,
}

func attrOf(attrs []html.Attribute, name string) string {
	for _, a := range attrs {
		if a.Key == name || a.Namespace != "" && a.Namespace+":"+a.Key == name {
			return a.Val
		}
	}
	return ""
}
