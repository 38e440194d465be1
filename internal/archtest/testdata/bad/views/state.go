package views

var table = map[string]int{"a": 1}

var cache, count = map[string]int{}, 0

func init() {}

func remember() int {
	cache["a"] = 1
	count++
	local := table["a"]
	local++
	return local
}

var _ = remember
