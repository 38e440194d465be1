// Package golden is for tests.
package golden
