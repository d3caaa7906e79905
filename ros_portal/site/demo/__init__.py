"""The example region: only for who wants to see what the portal does, never beside real people."""
