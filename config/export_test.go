package config

// Update reports that golden files are to be written.
func Update() bool { return *update }
