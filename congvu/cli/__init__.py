"""The command line: `congvu`. One file per command under `commands/`."""
