package static

// Squeeze is squeeze, for tests.
var Squeeze = squeeze
