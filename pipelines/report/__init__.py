"""What the command line prints, one module a command. Belongs to the outermost layer with `cli`."""
