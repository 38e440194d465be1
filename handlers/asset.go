package handlers

import (
	"path"
	"strings"
)

// assetExtensions are the endings of what pages load, and of what nobody
// expects HTML for.
var assetExtensions = newWordSet(`css js mjs cjs map json wasm png jpg jpeg gif webp avif svg ico bmp woff woff2
	ttf otf eot mp3 mp4 webm ogg wav m4a m3u8 ts vtt pdf zip gz xz zst tar webmanifest txt xml csv`)

// readableExtensions are assets that people also open by themselves.
var readableExtensions = newWordSet("pdf txt")

// neverHTML are files that programs read at a fixed address: a page there
// would mislead them, whoever asks.
var neverHTML = newWordSet(`robots.txt favicon.ico ads.txt app-ads.txt security.txt manifest.webmanifest
	sitemap.xml feed.xml rss.xml atom.xml feed.atom feed.rss index.rss`)

func extension(p string) string {
	return strings.ToLower(strings.TrimPrefix(path.Ext(p), "."))
}

func hasAssetExtension(p string) bool { return assetExtensions.has(extension(p)) }

// isFixedFile reports robots.txt, sitemaps, feeds and everything below
// /.well-known/.
func isFixedFile(p string) bool {
	name := strings.ToLower(path.Base(p))
	return neverHTML.has(name) || strings.HasPrefix(p, "/.well-known/") ||
		strings.HasPrefix(name, "sitemap") && (strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".xml.gz"))
}

// isAsset reports a request that never gets HTML.
func isAsset(p string, who Client) bool {
	if who == AssetLoad || isFixedFile(p) {
		return true
	}
	return hasAssetExtension(p) && (who != Navigation || !readableExtensions.has(extension(p)))
}
