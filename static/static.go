// Package static embeds the styles, icons and scripts of Signpost's pages.
package static
