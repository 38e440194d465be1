package crawl

import "os"

// orderedCopy holds what was answered once more, in the order of the site, so
// that those who go through a large site read it in large pieces one behind the
// other. Nil holds nothing.
type orderedCopy struct {
	graph  *graph
	file   *os.File
	starts []int64 // of each batch, and the end
}

// copyInOrder makes the copy; nil when there is no room for it, and then the
// journal is read record by record.
func copyInOrder(g *graph, order []uint32) *orderedCopy {
	file, err := os.CreateTemp(g.folder, "site-")
	if err != nil {
		return nil
	}
	_ = os.Remove(file.Name()) // it goes with the process
	o := &orderedCopy{graph: g, file: file, starts: []int64{0}}
	var batch []byte
	for start := 0; start < len(order); start += batchSize {
		batch = batch[:0]
		for _, id := range order[start:min(start+batchSize, len(order))] {
			batch = o.append(batch, id)
		}
		end := o.starts[len(o.starts)-1]
		if _, err := file.WriteAt(batch, end); err != nil {
			o.close()
			return nil
		}
		o.starts = append(o.starts, end+int64(len(batch)))
	}
	return o
}

// append adds an answer as the journal has it, or the address of what was not
// asked.
func (o *orderedCopy) append(b []byte, id uint32) []byte {
	n := o.graph.nodes[id]
	if n.done {
		if record, err := o.graph.journal.Read(n.at); err == nil {
			return append(b, rawAnswer(record)...)
		}
	}
	c := coder{out: b}
	a := answer{Exchange: &Exchange{Address: o.graph.addressAt(n, id)}}
	a.code(&c)
	return c.out
}

// rawAnswer is the part of a record that holds its answer.
func rawAnswer(record []byte) []byte {
	var c coder
	c.reads(record)
	var s step
	c.skipped(s.codeStart)
	if !c.in.flag() {
		return nil
	}
	from := c.in.b
	c.skipped(s.skipAnswer)
	return from[:len(from)-len(c.in.b)]
}

// batch reads a batch with these numbers; nil when it cannot.
func (o *orderedCopy) batch(number int, ids []uint32) []*Resource {
	if o == nil {
		return nil
	}
	raw := make([]byte, o.starts[number+1]-o.starts[number])
	if _, err := o.file.ReadAt(raw, o.starts[number]); err != nil {
		return nil
	}
	var c coder
	c.reads(raw)
	list := make([]*Resource, len(ids))
	for i, id := range ids {
		var a answer
		if a.code(&c); c.in.err != nil || a.Exchange == nil {
			return nil
		}
		list[i] = o.graph.described(id, &a)
	}
	return list
}

func (o *orderedCopy) close() {
	if o != nil {
		_ = o.file.Close()
	}
}
