package config

import "fmt"

// Cache says how long errors may be stored.
type Cache struct {
	// Guard: replaced, or all, which also forbids storing of errors that pass.
	Guard string `yaml:"guard" enum:"replaced all" default:"replaced"`
	// NotFound is the Cache-Control of 404.
	NotFound CacheControl `yaml:"404" default:"public, max-age=60"`
	// Gone is the Cache-Control of 410.
	Gone CacheControl `yaml:"410" default:"public, max-age=3600"`
	// Legal is the Cache-Control of 451.
	Legal CacheControl `yaml:"451" default:"public, max-age=3600"`
}

// unknownKey explains why no other status can stand here.
func (*Cache) unknownKey(key string) (text, hint string) {
	var s Status
	if s.UnmarshalText([]byte(key)) != nil {
		return "", ""
	}
	return fmt.Sprintf("%s is never stored by caches", key),
		"only 404, 410 and 451 can be set: a visitor could fill a cache with any other error"
}
