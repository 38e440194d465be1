package problem

import (
	"strings"
	"unicode"
)

// resourceMember is a member or element that names the clashing thing.
type resourceMember struct {
	path   string // "*." anywhere
	beside string // another member that must be in the same object
	prefix string // how the value begins
}

var resourceMembers = []resourceMember{
	{path: "_id"},
	{path: "instance", prefix: "/"},
	{path: "problem.instance", prefix: "/"},
	{path: "item"},
	{path: "path", prefix: "/"},
	{path: "path", beside: "who"},
	{path: "*.conflicts.id"},
	{path: "*.term_id"},
	{path: "*.id", beside: "current_revision_id"},
	{path: "error.resource"}, // S3
	{path: "error.bucket_name"},
	{path: "multistatus.response.href"},
	{path: "error.href"},
	{path: "error.no_uid_conflict.href"},
	{path: "error.unique_scheduling_object_resource.href"},
	{path: "error.lock_token_submitted.href"},
	{path: "error.no_conflicting_lock.href"},
	{path: "resource"},
	{path: "*.resource_name"},
	{path: "*.resource_id"},
	{path: "*.existing_id"},
	{path: "*.conflicting_id"},
}

// resourceTemplates name the clashing thing in a sentence.
var resourceTemplates = []string{
	`container name "{it}"`,
	`Container {it} is`,
	`Saved object [{it}]`,
	`Cannot UPDATE the record {it}`,
	`version conflict for {it}`,
	`Object {it} has`,
	`source branch: {it}`,
	`Existing ID: {it}`,
	`records: {it}`,
	`state of the {it} resource`,
	`Connector {it} already`,
	`subject "{it}"`,
	`schedule "{it}"`,
	`bucket named '{it}'`,
	`File already exists ('{it}'`,
	`"{it}" is locked`,
}

type resourceMatcher struct {
	resourceMember
	keys []string
}

var (
	resourceMatchers    = compileResources(resourceMembers)
	resourceSentences   = parseTemplates(resourceTemplates)
	elasticDocument     = parseTemplate("[{id}]: version conflict")
	elasticLegacy       = parseTemplate("VersionConflictEngineException[[{index}][{_}] [{_}][{id}]")
	gitRef              = parseTemplate("refs/heads/{it} expected")
	kubernetesKind      = []string{"details", "kind"}
	kubernetesGroup     = []string{"details", "group"}
	kubernetesName      = []string{"details", "name"}
	elasticIndex        = []string{"*", "index"}
	lockHolder          = []string{"who"}
	davOwner            = []string{"*", "activelock", "owner"}
	davOwnerLink        = []string{"*", "activelock", "owner", "href"}
	applyOwner          = parseTemplate(`conflict with "{it}" using`)
	anyField            = []string{"*", "field"}
	constraintFieldMark = "Key ("
)

func compileResources(rows []resourceMember) []resourceMatcher {
	var matchers []resourceMatcher
	for _, row := range rows {
		matchers = append(matchers, resourceMatcher{row, strings.Split(row.path, ".")})
	}
	return matchers
}

func parseTemplates(rows []string) []template {
	var templates []template
	for _, row := range rows {
		templates = append(templates, parseTemplate(row))
	}
	return templates
}

// resource returns the clashing thing as the body names it.
func (r *reading) resource(d decision) string {
	if name := r.vendorResource(d); name != "" {
		return name
	}
	for i := range resourceMatchers {
		if v := resourceMatchers[i].in(&r.tree); v != "" {
			return v
		}
	}
	for _, t := range resourceSentences {
		if got, ok := t.in(r.sentence); ok {
			return got["it"]
		}
	}
	return spokenResource(r.sentence, d.cause)
}

// vendorResource joins the parts that some products name a thing by.
func (r *reading) vendorResource(d decision) string {
	kind, _ := r.tree.get(kubernetesKind)
	name, _ := r.tree.get(kubernetesName)
	if kind != "" && name != "" {
		if group, _ := r.tree.get(kubernetesGroup); group != "" {
			kind += "." + group
		}
		return kind + "/" + name
	}
	if got, ok := elasticDocument.in(r.sentence); ok {
		if index, _ := r.tree.get(elasticIndex); index != "" {
			return index + "/" + got["id"]
		}
	}
	if got, ok := elasticLegacy.in(r.sentence); ok {
		return got["index"] + "/" + got["id"]
	}
	if got, ok := gitRef.in(r.sentence); ok {
		return "refs/heads/" + got["it"]
	}
	if d.rule == "etcd-v2-exists" {
		key, _ := r.tree.get(etcdCause)
		return key
	}
	return ""
}

func (m *resourceMatcher) in(t *tree) string {
	last := m.keys[len(m.keys)-1]
	for _, n := range t.nodes {
		if n.key != last || !n.isScalar() || !isIdentifier(n.value) || !strings.HasPrefix(n.value, m.prefix) {
			continue
		}
		if t.matches(n, m.keys) && (m.beside == "" || t.hasSibling(n, m.beside)) {
			return n.value
		}
	}
	return ""
}

func (t *tree) hasSibling(n node, key string) bool {
	for _, other := range t.nodes {
		if other.key == key && other.parent == n.parent {
			return true
		}
	}
	return false
}

// field returns the attribute that collides.
func (r *reading) field() string {
	if v, ok := r.tree.get(anyField); ok && isIdentifier(v) {
		return v
	}
	if _, rest, ok := strings.Cut(r.sentence, constraintFieldMark); ok {
		if name, _, ok := strings.Cut(rest, ")="); ok && len(name) <= maxIdentifier {
			return name
		}
	}
	if name := namedValueField(r.sentence); name != "" {
		return name
	}
	for _, f := range sentenceFields {
		if f.says.in(r.speech) {
			return f.field
		}
	}
	for _, f := range tokenFields {
		if r.hasToken(f.token) {
			return f.field
		}
	}
	return ""
}

// namedValueField reads NAME 'value' already exists, where NAME begins the
// sentence in lower case as attributes do.
func namedValueField(sentence string) string {
	name, rest, ok := strings.Cut(sentence, " '")
	if !ok || !isIdentifier(name) || !unicode.IsLower(rune(name[0])) {
		return ""
	}
	if _, rest, ok = strings.Cut(rest, "'"); ok && strings.HasPrefix(rest, " already exists") {
		return name
	}
	return ""
}

// sentenceFields and tokenFields name the attributes that clash most often.
var (
	sentenceFields = []struct {
		says  phrase
		field string
	}{
		{say("same|that username already"), "username"},
		{say("same|that email already"), "email"},
		{say("with|has same username"), "username"},
		{say("with|has same email"), "email"},
	}
	tokenFields = []struct {
		token codePattern
		field string
	}{
		{code("no_uid_conflict"), "UID"},
		{code("term_exists"), "name"},
		{code("^name_exists"), "name"},
	}
)

// lockOwner returns who holds a lock, or the field.
func (r *reading) lockOwner() string {
	if who, ok := r.tree.get(lockHolder); ok && who != "" && len(who) <= maxIdentifier {
		return who
	}
	if got, ok := applyOwner.in(r.sentence); ok {
		return got["it"]
	}
	for _, path := range [][]string{davOwnerLink, davOwner} {
		if owner, ok := r.tree.get(path); ok && owner != "" && len(owner) <= maxIdentifier {
			return owner
		}
	}
	return ""
}
