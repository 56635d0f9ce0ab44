"""Settings, URLs, schedule and command line: the only package that knows everyone."""
