package problem

// tokenRule reads a cause from an error code.
type tokenRule struct {
	cause    Cause
	patterns []string // see codePattern
	unless   []string // codes that only look so
	sqlstate []string // five characters under code; see isSQLState
	waits    bool     // the same request may succeed by itself
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
			"request_in_progress", "transaction_conflict", "concurrent_operation", "deadlock*",
		},
		sqlstate: []string{"40001", "40p01"},
	},
	{
		cause: AlreadyExists,
		patterns: []string{
			"already_exist*", "file_exists", "uniqueness", "name_in_use", "user_in_use", "owned_by_you", "name_exists",
			"duplicate*", "exists", "term_exists", "existing_user*", "entity_already_exists", "no_uid_conflict",
			"resource_must_be_null", "resource_in_use_exception", "already_in_use", "name_taken", "username_taken",
			"email_taken", "already_taken", "not_unique", "unique_constraint", "unique_violation",
		},
		sqlstate: []string{"23505", "23p01"},
	},
	{
		cause: EditConflict,
		patterns: []string{
			"version_conflict", "version_mismatch", "concurrent_modification", "concurrent_update", "concurrency",
			"optimistic*", "stale*", "update_collision", "update_conflict", "out_of_date", "outdated",
			"revision_id_does_not_match", "revision_iddoes_not_match", "resource_modified", "edit_conflict", "editconflict",
			"etag_mismatch",
		},
		unless: []string{"connection", "session", "token", "cache", "element"},
	},
	{
		cause: StateConflict,
		patterns: []string{
			"not_empty", "insufficient_stock", "out_of_stock", "deployment_failed", "failed_precondition", "state_conflict",
			"illegal_transition", "invalid_transition", "state_transition", "not_payable", "not_cancellable",
			"not_cancelable", "not_editable", "not_deletable", "not_refundable", "not_modifiable", "not_removable",
			"not_bookable",
		},
		sqlstate: []string{"23503"},
	},
	{cause: PreconditionRequired, patterns: []string{"precondition_required"}},
	{cause: PreconditionFailed, patterns: []string{"condition_not_met", "precondition_failed", "conditional_check_failed"}},
}
