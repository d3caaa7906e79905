"""What the portal costs, measured against a minimal Django project on the same servers: `make bench`."""
