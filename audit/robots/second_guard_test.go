package robots

import "testing"

// The library panics on a nil file, which stands here for whatever else may
// break inside it.
func TestAPanicOfTheSecondReaderStaysInside(t *testing.T) {
	if allowed, ok := secondTest(nil, "a", "/"); allowed || ok {
		t.Errorf("secondTest = %v, %v; want no answer", allowed, ok)
	}
	reader := SecondReader{first: Read(200, nil)}
	if o := reader.Opinion("a", "/"); o != (Opinion{}) {
		t.Errorf("Opinion = %+v, want none", o)
	}
}
