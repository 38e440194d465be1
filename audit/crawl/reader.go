package crawl

import "sync"

const (
	batchSize   = 256 // resources that are read together
	keptBatches = 16  // that were read last
)

// batchReader reads the resources of a large site for several readers at once.
// The checks go through the whole site side by side, and reading is the slow
// part: who comes to a batch first reads it, the others wait and share it, so
// they stay together by themselves. It is safe for concurrent use.
type batchReader struct {
	read func(number int) []*Resource
	mu   sync.Mutex
	kept map[int]*batch
	last []int // numbers of those that are kept, the oldest first
}

type batch struct {
	once sync.Once
	list []*Resource
}

func newBatchReader(read func(number int) []*Resource) *batchReader {
	return &batchReader{read: read, kept: map[int]*batch{}}
}

// batch returns the resources from a number times batchSize on.
func (b *batchReader) batch(number int) []*Resource {
	one := b.entry(number)
	one.once.Do(func() { one.list = b.read(number) })
	return one.list
}

func (b *batchReader) entry(number int) *batch {
	b.mu.Lock()
	defer b.mu.Unlock()
	if one := b.kept[number]; one != nil {
		return one
	}
	if len(b.last) == keptBatches {
		delete(b.kept, b.last[0])
		b.last = b.last[1:]
	}
	one := &batch{}
	b.kept[number], b.last = one, append(b.last, number)
	return one
}
