"""Messages waiting to be sent: put in the caller's transaction, sent by the worker, at least once each."""
