"""Here is an archive, put it on the web: the application, the server, the command."""
