package problem

// verdict says whether a rule knows that waiting helps.
type verdict uint8

const (
	undecided verdict = iota
	waitHelps
	waitDoesNotHelp
)

// vendorRule reads the shape in which one product answers. All that a row
// names must be there.
type vendorRule struct {
	id     string
	has    string // members or elements from the top: "error=conflict reason"; "*." anywhere; "a|b" is one of two values
	lacks  string // members that the top must not have: those of a form that was filled in wrongly, or of another product
	header string // a field of the answer
	media  string // part of the media type
	token  string // an error code, see codePattern
	says   string // in the sentence, see phrase
	title  string // how the title of a page begins
	notice string // producer of the page's message element
	kind   Kind
	top    nodeType // of JSON: what the body is; isObject by default
	cause  Cause
	retry  verdict
	soft   bool // decides under 2xx too
}

// formMembers tell a list of wrong fields, or a product with codes of its own,
// from a bare message.
const formMembers = "errors error code status details data violations fields status_code"

// vendorRules in order: the first row that fits decides. Generic codes and
// words mean something only inside such a shape.
var vendorRules = []vendorRule{
	{id: "transmission", header: "X-Transmission-Session-Id", cause: Unknown},
	{id: "inertia", header: "X-Inertia-Location", cause: Unknown},

	{id: "couchdb-present", has: "error=conflict reason", says: "document|database|attachment exists", cause: AlreadyExists},
	{id: "couchdb", has: "error=conflict reason", says: "document|revision|attachment", cause: EditConflict},
	{id: "couchdb-exists", has: "error=file_exists reason", cause: AlreadyExists},
	{id: "etcd-v2-compare", has: "error_code=101 index", cause: PreconditionFailed},
	{id: "etcd-v2-exists", has: "error_code=105 index", cause: AlreadyExists},
	{id: "elasticsearch-exists", token: "version_conflict_engine_exception", says: "already exists", cause: AlreadyExists},
	{id: "elasticsearch", token: "version_conflict_engine_exception", cause: EditConflict},
	{id: "elasticsearch-1", has: "error status=409", says: "versionconflictengineexception", cause: EditConflict},
	{id: "solr", has: "response_header.status=409 error.msg", cause: EditConflict},
	{id: "arangodb", has: "error_num=1200", cause: EditConflict},
	{id: "sanity", token: "document_revision_*", cause: EditConflict},

	{id: "kubernetes-exists", has: "kind=Status reason=AlreadyExists", cause: AlreadyExists},
	{id: "kubernetes-apply", has: "kind=Status *.reason=FieldManagerConflict", cause: EditConflict},
	{id: "kubernetes", has: "kind=Status reason=Conflict", says: "has been modified", cause: EditConflict},
	{id: "docker-name", has: "message", says: "name ... already in use by container", cause: AlreadyExists},
	{id: "github-base", has: "documentation_url message", says: "base branch was modified", cause: EditConflict, retry: waitHelps},
	{id: "github-modified", has: "documentation_url message", says: "was modified", cause: EditConflict},
	{id: "github-blob", has: "documentation_url message", says: "does not match", cause: EditConflict},
	{id: "github-sha", has: "documentation_url message", says: "expected to be at", cause: EditConflict},
	{id: "github-empty", has: "documentation_url message", says: "is empty", cause: StateConflict},
	{id: "gitlab-sha", has: "message", says: "sha does not match", cause: EditConflict},
	{id: "kubernetes-quota", has: "kind=Status reason=Forbidden", says: "exceeded quota", cause: Quota},
	{id: "github-forward", has: "documentation_url message", says: "not a fast forward", cause: EditConflict},
	{id: "proxmox", has: "data message", says: "is locked", cause: Locked},
	{id: "github-exists", has: "documentation_url message", says: "already exists", cause: AlreadyExists},
	{id: "github-merge", has: "documentation_url message", says: "not mergeable", cause: StateConflict},
	{id: "gitlab-exists", has: "message", lacks: formMembers, says: "already exists", cause: AlreadyExists},
	{id: "gitlab-taken", has: "message", lacks: formMembers, says: "already been taken", cause: AlreadyExists},
	{id: "gitlab-merge", has: "message", lacks: formMembers, says: "branch cannot be merged", cause: StateConflict},
	{id: "gitea-exists", has: "message url", lacks: formMembers, says: "already exists|exist", cause: AlreadyExists},
	{id: "docker-sequence", has: "message", lacks: formMembers, says: "update out of sequence", cause: EditConflict},
	{id: "docker-in-use", has: "message", lacks: formMembers, says: "is in use", cause: StateConflict},
	{id: "docker-endpoints", has: "message", lacks: formMembers, says: "has active endpoints", cause: StateConflict},
	{id: "jenkins", kind: KindHTML, says: "job already exists with the name", cause: AlreadyExists},
	{id: "nexus", kind: KindHTML, says: "does not allow updating assets", cause: AlreadyExists},
	{id: "npm", has: "error", says: "cannot publish over ... previously published", cause: AlreadyExists},
	{id: "pypi", kind: KindHTML, says: "file already exists", cause: AlreadyExists},

	{id: "azure-storage-lease", header: "X-Ms-Error-Code", token: "^lease", cause: Locked, retry: waitHelps},
	{id: "azure-arm", has: "code=DeploymentFailed message", cause: StateConflict},
	{id: "cosmos", has: "code=Conflict message", says: "already exists", cause: AlreadyExists},
	{id: "s3-aborted", has: "error.code=OperationAborted", cause: ConcurrentOperation, retry: waitHelps},
	{id: "dynamodb-condition", has: "type", token: "conditional_check_failed_exception", cause: PreconditionFailed},
	{id: "dynamodb-exists", has: "type", token: "resource_in_use_exception", cause: AlreadyExists},
	{id: "google-exists", has: "error.status=ALREADY_EXISTS", cause: AlreadyExists},
	{id: "google-aborted", has: "error.status=ABORTED", cause: EditConflict, retry: waitDoesNotHelp},
	{id: "stripe-running", has: "error.code=idempotency_key_in_use", cause: Idempotency, retry: waitHelps},
	{id: "stripe-other", has: "error.type=idempotency_error", cause: Idempotency, retry: waitDoesNotHelp},
	{id: "salesforce-row", has: "error_code=UNABLE_TO_LOCK_ROW message", top: isArray, cause: Locked, retry: waitHelps},

	{id: "confluence", has: "status_code data.valid", says: "version ... incremented|version", cause: EditConflict},
	{id: "confluence-lock", has: "status_code data.valid", says: "unexpected row count", cause: EditConflict},
	{id: "contentful", has: "sys.id=VersionMismatch", cause: EditConflict},
	{id: "grafana-version", has: "message status=version-mismatch", cause: EditConflict},
	{id: "grafana-name", has: "message status=name-exists", cause: AlreadyExists},
	{id: "zendesk", has: "error=UpdateConflict", cause: EditConflict},
	{id: "fhir", has: "resource_type=OperationOutcome *.code=conflict", says: "outdated|stale|version", cause: EditConflict},
	{id: "graph-exists", has: "*.code=ObjectConflict *.target", says: "already exists", cause: AlreadyExists},
	{id: "mattermost", has: "id message status_code", says: "already exists", cause: AlreadyExists},
	{id: "strapi", has: "data error.status error.name", says: "already taken", cause: AlreadyExists},
	{id: "magento", has: "message trace", says: "already exists", cause: AlreadyExists},
	{id: "openstack-in-use", has: "bad_request.message", says: "in use", cause: StateConflict},
	{id: "okta", has: "error_code error_summary error_id", says: "already active|deactivated|suspended", cause: StateConflict},
	{id: "keycloak", has: "error_message", says: "exists with same", cause: AlreadyExists},
	{id: "scim", has: "scim_type=uniqueness", cause: AlreadyExists},
	{id: "notion", has: "object=error code=conflict_error request_id", cause: ConcurrentOperation, retry: waitHelps},
	{id: "matrix", has: "errcode=M_USER_IN_USE|M_ROOM_IN_USE", cause: AlreadyExists},

	{id: "dropbox-quota", has: "error_summary error.tag", token: "insufficient_space", cause: Quota},
	{id: "dropbox-conflict", has: "error_summary error.tag *.tag=conflict", cause: AlreadyExists},
	{id: "dropbox", has: "error_summary error.tag", cause: Unknown},
	{id: "terraform-lock", has: "who operation path", cause: Locked, retry: undecided},

	{id: "mediawiki-api", has: "error.code=editconflict", cause: EditConflict, soft: true},
	{id: "mediawiki-rest-exists", has: "message_translations", says: "created already", cause: AlreadyExists},
	{id: "mediawiki-rest", has: "message_translations", says: "edit conflict", cause: EditConflict},
	{id: "mediawiki-page", title: "Edit conflict:", notice: "mediawiki", cause: EditConflict, soft: true},
	{id: "wordpress-page", notice: "wordpress", says: "duplicate comment", cause: AlreadyExists},
	{id: "wordpress-user", has: "code data", token: "^existing_user", cause: AlreadyExists},
	{id: "wordpress-term", has: "code=term_exists", cause: AlreadyExists},

	{id: "kafka-connect", has: "error_code=409 message", says: "conflicting operation", cause: ConcurrentOperation, retry: waitHelps},
	{id: "kafka-connect-rebalance", has: "error_code=409 message", says: "rebalance", cause: ConcurrentOperation, retry: waitHelps},
	{id: "schema-registry", media: "schemaregistry", says: "incompatible", cause: StateConflict},
	{id: "pulumi", has: "code=409 message", says: "another update is currently in progress", cause: ConcurrentOperation, retry: waitHelps},
	{id: "vault-mount", has: "errors", lacks: "message error code", says: "already in use at", cause: AlreadyExists},
	{id: "vault", has: "errors", says: "check and set parameter", cause: EditConflict},
	{id: "openstack-ambiguous", has: "conflicting_request.message", says: "multiple possible", cause: StateConflict},
}
