"""Set-up, the embedded PostgreSQL with its roles, the supervisor and the doctor; no Django in here."""
