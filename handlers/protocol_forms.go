package handlers

import (
	"bytes"
	"encoding/json"
	"encoding/xml"

	"github.com/seed-3913a1bb/signpost/problem"
)

// protocolForms write the body of a format that a protocol asks for.
var protocolForms = map[Format]func(problem.Document, string) ([]byte, error){
	Empty:        noBody,
	GRPC:         noBody,
	TinyText:     tinyText,
	Connect:      connectJSON,
	Twirp:        twirpJSON,
	RegistryJSON: registryJSON,
	NPMJSON:      npmJSON,
	S3XML:        s3XML,
}

func noBody(problem.Document, string) ([]byte, error) { return nil, nil }

// maxTiny is all that an asset's error may weigh.
const maxTiny = 32

// tinyText is "404 Not Found" and a line end.
func tinyText(d problem.Document, _ string) ([]byte, error) {
	line := d.Status.String() + " " + d.Status.Reason()
	return []byte(line[:min(len(line), maxTiny-1)] + "\n"), nil
}

func connectJSON(d problem.Document, errorType string) ([]byte, error) {
	return marshal(struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	}{rpcCodeFor(d.Status, errorType).name, d.Sentence})
}

func twirpJSON(d problem.Document, errorType string) ([]byte, error) {
	return marshal(struct {
		Code    string `json:"code"`
		Message string `json:"msg"`
	}{rpcCodeFor(d.Status, errorType).name, d.Sentence})
}

type registryError struct {
	Code    string  `json:"code"`
	Message string  `json:"message"`
	Detail  *string `json:"detail"`
}

// registryJSON is the error list of container registries; their clients stop
// at a "<".
func registryJSON(d problem.Document, _ string) ([]byte, error) {
	return marshal(map[string][]registryError{
		"errors": {{Code: registryCode(d), Message: d.Sentence}},
	})
}

// registryCode is a code of the distribution specification where one fits.
func registryCode(d problem.Document) string {
	if d.Status.IsServerError() {
		return "UNAVAILABLE"
	}
	return "UNKNOWN"
}

// npmJSON carries the sentence where npm prints it.
func npmJSON(d problem.Document, _ string) ([]byte, error) {
	return marshal(map[string]string{"error": d.Sentence})
}

type s3Error struct {
	XMLName   xml.Name `xml:"Error"`
	Code      string   `xml:"Code"`
	Message   string   `xml:"Message"`
	RequestID string   `xml:"RequestId,omitempty"`
}

func s3XML(d problem.Document, _ string) ([]byte, error) {
	code := "InternalError"
	if waitingSet.Has(d.Status) {
		code = "SlowDown"
	}
	body, err := xml.Marshal(s3Error{Code: code, Message: d.Sentence, RequestID: d.Reference})
	return append([]byte(xml.Header), body...), err
}

// marshal writes JSON for programs: without HTML escapes.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return b.Bytes(), err
}
