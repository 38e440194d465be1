package gate

// Tags parses a list of entity tags and writes it again; false: malformed.
func Tags(lines ...string) (any bool, tags []string, ok bool) {
	list, ok := parseTags(lines)
	for _, t := range list.tags {
		s := t.opaque
		if t.weak {
			s = "W/" + s
		}
		tags = append(tags, s)
	}
	return list.any, tags, ok
}

// Cookie finds the value of a cookie in a header.
var Cookie = cookie

// ParseFor reads how long an admin call closes a site.
var ParseFor = parseFor

// TableSize is how many keys a table holds at most.
const TableSize = shards * maxPerShard
