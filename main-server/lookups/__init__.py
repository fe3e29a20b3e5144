"""A finder's search for the owner of a dog, its outcome and evidence."""
