package problem

// Cause says why a conflict happened.
type Cause string

// The closed set of causes. Unknown is a respectable answer: not a
// conflict, or not derivable.
const (
	EditConflict         Cause = "edit-conflict"
	PreconditionFailed   Cause = "precondition-failed"
	PreconditionRequired Cause = "precondition-required"
	Locked               Cause = "locked"
	AlreadyExists        Cause = "already-exists"
	StateConflict        Cause = "state-conflict"
	ConcurrentOperation  Cause = "concurrent-operation"
	Idempotency          Cause = "idempotency"
	Quota                Cause = "quota"
	Unknown              Cause = "unknown"
)

// Causes lists the closed set, Unknown last.
func Causes() []Cause {
	return []Cause{
		EditConflict, PreconditionFailed, PreconditionRequired, Locked, AlreadyExists,
		StateConflict, ConcurrentOperation, Idempotency, Quota, Unknown,
	}
}

// Confidence says what decided the cause.
type Confidence string

// The kinds of evidence, strongest first.
const (
	ByRule   Confidence = "rule"   // a rule of the user
	ByShape  Confidence = "shape"  // a vendor's shape of body
	ByToken  Confidence = "token"  // an error code in the body
	ByText   Confidence = "text"   // the sentence
	ByStatus Confidence = "status" // the status alone
	ByNone   Confidence = "none"
)
