"""Here is a topic as its changes leave it; tell what its searches find, what is new, what left and why."""
