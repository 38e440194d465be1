package crawl

import "strings"

const asciiSpace = " \t\n\r\f"

// srcsetURLs returns the first URLs of a srcset attribute, read as the HTML standard
// says ("parsing a srcset attribute"): a comma inside a URL belongs to it, one
// at its end does not.
func srcsetURLs(value string, limit int) []string {
	var urls []string
	for value != "" && len(urls) < limit {
		value = strings.TrimLeft(value, asciiSpace+",")
		end := strings.IndexAny(value, asciiSpace)
		if end < 0 {
			end = len(value)
		}
		candidate := value[:end]
		value = value[end:]
		trimmed := strings.TrimRight(candidate, ",")
		if trimmed != "" {
			urls = append(urls, trimmed)
		}
		if trimmed == candidate {
			value = afterDescriptors(value)
		}
	}
	return urls
}

// afterDescriptors skips the descriptors of a candidate, to behind the comma
// that ends it. Commas within parentheses do not.
func afterDescriptors(value string) string {
	depth := 0
	for i, c := range []byte(value) {
		switch c {
		case '(':
			depth++
		case ')':
			depth = max(0, depth-1)
		case ',':
			if depth == 0 {
				return value[i+1:]
			}
		}
	}
	return ""
}
