package problem

import "strings"

// The halves of the names of members that hold a version. As a member
// "expected version" is the client's in every body seen; in sentences the word
// has no fixed meaning.
var (
	serverWords  = []string{"current_", "server_", "actual_", "stored_", "existing_", "latest_", "db_", "database_", "persisted_", "saved_", "remote_", "newest_"}
	clientWords  = []string{"your_", "client_", "base_", "provided_", "expected_", "submitted_", "given_", "requested_", "supplied_", "sent_", "incoming_", "local_"}
	versionWords = map[string]bool{
		"version": true, "version_no": true, "version_number": true, "revision": true, "revision_id": true,
		"revision_number": true, "rev": true, "etag": true, "e_tag": true, "change_vector": true, "row_version": true,
		"lock_version": true, "resource_version": true, "generation": true, "seq_no": true, "doc_version": true, "version_id": true, "ver": true, "sequence": true,
		"sequence_number": true, "commit_sha": true, "commit_id": true, "sha": true, "document_version": true,
	}
)

// versionTemplate takes versions out of a sentence. The direction comes from
// the shape, never from the word "expected": without a rule or code in under,
// the words themselves must tell whose version it is.
type versionTemplate struct {
	under string // id of a vendor rule, or an error code; empty: everywhere
	text  string
}

var versionTemplates = []versionTemplate{
	{"", "required seqNo [{yours}], primary term [{_}]. current document has seqNo [{current}]"},
	{"", "current [{current}], provided [{yours}]"},
	{"solr", "expected={yours} actual={current}"},
	{"concurrent_modification", "Expected: {yours} - Actual: {current}"},
	{"", "db={current} your={yours}"},
	{"contentful", "expected {current}, got {yours}"},
	{"github-sha", "expected to be at {yours}"},
	{"", "version '{yours}' was specified but current version is '{current}'"},
	{"", "Expected version {yours}, but current version is {current}"},
	{"", "Expected version {yours} but current version is {current}"},
	{"", "expected version {yours}, but the current version is {current}"},
	{"", "provided version {yours}, current version {current}"},
	{"", "server has version {current}"},
	{"", "Current version is: {current}"},
	{"", "current version is {current}"},
	{"", "(current version [{current}])"},
	{"", "published versions: {current}"},
	{"", "published version: {current}"},
}

type versionMatcher struct {
	under    string
	token    codePattern
	template template
}

var versionMatchers = compileVersions(versionTemplates)

func compileVersions(rows []versionTemplate) []versionMatcher {
	var matchers []versionMatcher
	for _, row := range rows {
		matchers = append(matchers, versionMatcher{row.under, code(row.under), parseTemplate(row.text)})
	}
	return matchers
}

// etcdVersions and boxVersion are places outside of the sentence.
var (
	etcdVersions = parseTemplate("[{yours} != {current}]")
	etcdCause    = []string{"cause"}
	boxVersion   = []string{"*", "conflicts", "etag"}
)

// versions returns the server's and the client's version.
func (r *reading) versions(d decision) (current, yours string) {
	current, yours = memberVersions(&r.tree)
	for i := 0; i < len(versionMatchers) && (current == "" || yours == ""); i++ {
		m := &versionMatchers[i]
		if m.under != "" && m.under != d.rule && !r.hasToken(m.token) {
			continue
		}
		if got, ok := m.template.in(r.sentence); ok {
			current, yours = orElse(current, got["current"]), orElse(yours, got["yours"])
		}
	}
	if d.rule == "etcd-v2-compare" {
		cause, _ := r.tree.get(etcdCause)
		if got, ok := etcdVersions.in(cause); ok {
			return got["current"], got["yours"]
		}
	}
	if v, ok := r.tree.get(boxVersion); ok && current == "" {
		current = version(v)
	}
	if d.cause == EditConflict || d.cause == PreconditionFailed {
		theirs, own := spokenVersions(r.sentence)
		current, yours = orElse(current, theirs), orElse(yours, own)
	}
	return current, yours
}

// memberVersions looks at the names of members.
func memberVersions(t *tree) (current, yours string) {
	for _, n := range t.nodes {
		if !n.isScalar() || n.value == "" {
			continue
		}
		switch {
		case current == "" && (n.key == "_rev" || n.key == "rev" && !t.isInside(n, clientWords) ||
			isVersionKey(n.key, serverWords) || versionWords[n.key] && t.isInside(n, serverWords)):
			current = version(n.value)
		case yours == "" && (isVersionKey(n.key, clientWords) || versionWords[n.key] && t.isInside(n, clientWords)):
			yours = version(n.value)
		}
	}
	return current, yours
}

// isInside reports that the object around n is named as one side's: "current",
// "client", "yours" for "your_".
func (t *tree) isInside(n node, whose []string) bool {
	if n.parent < 0 {
		return false
	}
	side := strings.TrimSuffix(t.nodes[n.parent].key, "s")
	for _, word := range whose {
		if side == strings.TrimSuffix(word, "_") {
			return true
		}
	}
	return false
}

func isVersionKey(key string, whose []string) bool {
	for _, word := range whose {
		if rest, ok := strings.CutPrefix(key, word); ok {
			return versionWords[rest]
		}
	}
	return false
}

// version takes the quotes off and refuses what is none.
func version(s string) string {
	s = strings.Trim(s, `"`)
	if !isIdentifier(s) || s == "true" || s == "false" {
		return ""
	}
	return s
}

func orElse(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
