"""The desk for programs, a module a subject: every route is an operation of `/api/v1` with its right."""
