package problem

// tokenRule reads a cause from an error code.
type tokenRule struct {
	cause    Cause
	patterns []string // see codePattern
	unless   []string // codes that only look so
	sqlstate []string // five characters under code; see isSQLState
	waits    bool     // the same request may succeed by itself
	weak     bool     // many causes have this code: it decides only beside a witness, see witnesses
}

// tokenRules in order: the first row with a pattern that is found decides. A
// code that names a lock of an account is no conflict about a thing.
var tokenRules = []tokenRule{
	{cause: Idempotency, patterns: []string{"idempotency", "idempotent"}},
	{
		cause: Locked, waits: true,
		patterns: []string{"^lease", "lock_row"},
		unless:   []string{"lease_not"}, sqlstate: []string{"55p03"},
	},
	{
		cause: Locked, patterns: []string{"locked", "resource_locked", "file_locked", "lock_token_*", "no_conflicting_lock"},
		unless: []string{"account", "user_locked", "login", "card", "device", "password", "database"},
	},
	{
		cause:    Quota,
		patterns: []string{"insufficient_space", "sufficient_disk_space", "quota", "limit_exceeded", "limit_reached", "storage_limit", "resource_exhausted"},
		unless:   []string{"rate_limit"},
	},
	{
		cause: ConcurrentOperation, waits: true,
		patterns: []string{
			"operation_aborted", "rebalance", "operation_in_progress", "transaction_in_progress",
			"request_in_progress", "transaction_conflict", "concurrent_operation", "deadlock*", "lock_timeout",
		},
		sqlstate: []string{"40001", "40p01"},
	},
	{
		cause:    ConcurrentOperation,
		patterns: []string{"concurrent_snapshot*", "concurrent_request*", "concurrent_execution*", "in_progress", "already_running", "still_running", "operation_pending"},
		unless:   []string{"cancel*", "invalid", "state", "status"},
	},
	{
		cause: AlreadyExists,
		patterns: []string{
			"already_exist*", "file_exists", "uniqueness", "name_in_use", "user_in_use", "owned_by_you", "name_exists",
			"duplicate*", "exists", "term_exists", "existing_user*", "entity_already_exists", "no_uid_conflict",
			"resource_must_be_null", "resource_in_use_exception", "already_in_use", "name_taken", "username_taken",
			"email_taken", "already_taken", "not_unique", "unique_constraint", "unique_violation", "already_registered",
			"already_used", "already_claimed", "existing_resource", "unique_scheduling_object_resource",
		},
		sqlstate: []string{"23505", "23p01"},
	},
	{
		cause: EditConflict,
		patterns: []string{
			"version_conflict", "version_mismatch", "concurrent_modification", "concurrent_update", "concurrent_write",
			"concurrent_change", "concurrent_edit", "concurrency", "revision_mismatch", "revision_conflict", "sequence_mismatch",
			"newer_version*", "change_key*", "has_been_changed", "has_been_modified", "has_changed", "been_updated",
			"optimistic*", "stale*", "update_collision", "update_conflict", "out_of_date", "outdated",
			"revision_id_does_not_match", "revision_iddoes_not_match", "resource_modified", "edit_conflict", "editconflict",
			"etag_mismatch",
		},
		unless: []string{"connection", "session", "token", "cache", "element"},
	},
	{
		cause: StateConflict,
		patterns: []string{
			"not_empty", "insufficient_stock", "out_of_stock", "deployment_failed", "state_conflict",
			"illegal_transition", "invalid_transition", "state_transition", "not_payable", "not_cancellable",
			"not_cancelable", "not_editable", "not_deletable", "not_refundable", "not_modifiable", "not_removable",
			"not_bookable", "not_mergeable", "not_confirmable", "dependency_violation", "has_dependents", "has_dependencies",
			"has_children", "still_in_use", "still_referenced", "is_in_use", "in_use_by*", "being_used",
			"unexpected_state", "illegal_state", "wrong_state", "incorrect_state", "bad_state",
			"invalid_operation_for_system_state", "not_disabled",
			"not_running", "already_in_desired_state", "already_in_state", "already_captured", "already_cancelled",
			"already_canceled", "already_closed", "already_completed", "already_merged", "already_paid", "already_refunded",
			"already_shipped", "already_powered_*", "already_deleted", "already_enabled", "already_disabled",
			"foreign_key*", "referential_integrity*", "delete_conflict", "resource_in_use*",
		},
		unless:   []string{"csrf", "session", "login", "oauth", "parameter", "request_state"},
		sqlstate: []string{"23503"},
	},
	{cause: StateConflict, weak: true, patterns: []string{"failed_precondition"}},
	{cause: PreconditionRequired, patterns: []string{"precondition_required"}},
	{cause: PreconditionFailed, patterns: []string{"condition_not_met", "precondition_failed", "conditional_check_failed"}},
}
