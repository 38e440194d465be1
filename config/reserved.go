package config

import (
	"reflect"
	"slices"
)

// reserved lists the keys of a later version, by the block they will stand in.
// Read-only.
var reserved = map[reflect.Type][]string{
	reflect.TypeFor[File]():        {"include", "cluster", "analytics", "tracing"},
	reflect.TypeFor[Listen]():      {"http3"},
	reflect.TypeFor[TLS]():         {"acme"},
	reflect.TypeFor[Defaults]():    {"crawlers", "sitemap", "routes", "fold", "fingerprint"},
	reflect.TypeFor[Site]():        {"sitemap", "routes", "fold", "fingerprint", "crawlers"},
	reflect.TypeFor[Brand]():       {"pages"},
	reflect.TypeFor[LastGood]():    {"while_revalidate"},
	reflect.TypeFor[Conditional](): {"idempotency_key"},
	reflect.TypeFor[When]():        {"similar_to"},
	reflect.TypeFor[Then]():        {"suggest"},
	reflect.TypeFor[Admin]():       {"login", "session"},
	reflect.TypeFor[Audit]():       {"render", "schedule"},
	reflect.TypeFor[Keep]():        {"events"},
}

// isReserved reports a key that has no meaning yet.
func isReserved(target any, key string) bool {
	return slices.Contains(reserved[reflect.TypeOf(target).Elem()], key)
}
