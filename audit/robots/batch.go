package robots

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/seed-3913a1bb/signpost/status"
)

// maxBatchLine bounds one line of a batch: a body of 500 KiB in which every
// byte is escaped takes 3 MiB.
const maxBatchLine = 16 << 20

const batchHint = `give one object a line, like {"robots":"User-agent: *","agent":"Googlebot","url":"https://shop.example/a","status":200}; only "status" may be left out`

// BatchError is a line of a batch that cannot be answered. The lines before it
// have their answers.
type BatchError struct {
	Line    int    // from 1, empty lines counted
	Problem string // what is wrong
	Hint    string // how to write it
}

// Error gives line and problem, without the hint.
func (e *BatchError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Problem) }

// Batch answers questions by the line. Each line of r is a JSON object with the
// members "robots" (the body), "agent", "url" and "status" (200 if missing; any
// number, those that are no status count as a server error). "robots" may be
// missing where the status decides alone. Other members are ignored, empty
// lines skipped. For each object one line goes to w: allow or disallow.
//
// The first line that is malformed ends the batch with a [*BatchError]; any
// other error is one of reading or writing. All earlier answers are written by
// then, and answers are not held back while r has nothing to read.
func Batch(r io.Reader, w io.Writer) error {
	in, out := bufio.NewReaderSize(r, 64<<10), bufio.NewWriter(w)
	err := answerAll(in, out)
	if flushed := out.Flush(); flushed != nil {
		return errors.Join(err, fmt.Errorf("write answer: %w", flushed))
	}
	return err
}

func answerAll(in *bufio.Reader, out *bufio.Writer) error {
	var line []byte
	for number := 1; ; number++ {
		if in.Buffered() == 0 {
			if err := out.Flush(); err != nil {
				return nil // Batch reports it: a bufio.Writer keeps its error
			}
		}
		var end error
		line, end = readBatchLine(in, line[:0])
		if end != nil && end != io.EOF {
			return fmt.Errorf("read line %d: %w", number, end)
		}
		if len(line) > maxBatchLine {
			return &BatchError{number, "longer than 16 MiB", "only the first 500 KiB of a robots.txt count: cut it"}
		}
		if err := answerLine(out, number, line); err != nil {
			return err
		}
		if end == io.EOF {
			return nil
		}
	}
}

// readBatchLine appends the next line to buf, and stops soon after the limit.
func readBatchLine(in *bufio.Reader, buf []byte) ([]byte, error) {
	for {
		part, err := in.ReadSlice('\n')
		buf = append(buf, part...)
		if err != bufio.ErrBufferFull || len(buf) > maxBatchLine {
			if err == bufio.ErrBufferFull {
				err = nil
			}
			return buf, err
		}
	}
}

func answerLine(out *bufio.Writer, number int, line []byte) error {
	if number == 1 {
		line = bytes.TrimPrefix(line, []byte(byteOrderMark))
	}
	line = bytes.TrimSpace(line)
	if len(line) == 0 {
		return nil
	}
	asked, problem := readBatchQuestion(line)
	if problem != "" {
		return &BatchError{number, problem, batchHint}
	}
	word := "disallow\n"
	if Decide(asked.Status.code(), asked.body(), *asked.Agent, *asked.URL).Allowed {
		word = "allow\n"
	}
	out.WriteString(word) // its error comes back from Flush
	return nil
}

type batchQuestion struct {
	Robots *string      `json:"robots"`
	Agent  *string      `json:"agent"`
	URL    *string      `json:"url"`
	Status *batchStatus `json:"status"`
}

func (q batchQuestion) body() []byte {
	if q.Robots == nil {
		return nil
	}
	return []byte(*q.Robots)
}

func readBatchQuestion(line []byte) (q batchQuestion, problem string) {
	if !utf8.Valid(line) {
		return q, "not UTF-8, as JSON has to be"
	}
	if err := json.Unmarshal(line, &q); err != nil {
		return q, batchProblem(err)
	}
	switch {
	case q.Robots == nil && policyOf(q.Status.code()) == ByRules:
		return q, `"robots" is missing`
	case q.Agent == nil:
		return q, `"agent" is missing`
	case q.URL == nil:
		return q, `"url" is missing`
	}
	return q, ""
}

func batchProblem(err error) string {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		if wrong.Field == "" {
			return "an object is wanted, not " + wrong.Value
		}
		return fmt.Sprintf("%q is %s, but has to be text", wrong.Field, wrong.Value)
	}
	if errors.Is(err, errNoNumber) {
		return `"status" has to be a number`
	}
	return "no JSON: " + err.Error()
}

var errNoNumber = errors.New("no number")

// batchStatus takes any JSON number; one that is no status becomes NoAnswer.
type batchStatus status.Code

func (s *batchStatus) UnmarshalJSON(number []byte) error {
	if c := number[0]; c != '-' && (c < '0' || c > '9') {
		return errNoNumber
	}
	f, err := strconv.ParseFloat(string(number), 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > math.MaxInt16 {
		f = float64(NoAnswer) // beyond any status, like 1e400 or 200.5
	}
	*s = batchStatus(f)
	return nil
}

func (s *batchStatus) code() status.Code {
	if s == nil {
		return status.OK
	}
	return status.Code(*s)
}
