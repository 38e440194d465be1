// Package store keeps the runs of the audit on disk, so that one that was
// interrupted or killed can be continued.
//
// A run is a folder:
//
//	run.json   what the run is: seeds, settings, state
//	lock       held by the process that works on it
//	log/       what it learned: records behind their length and CRC-32C
//
// The records mean nothing here: package audit/crawl writes and reads them.
package store
