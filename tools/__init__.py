"""Commands of the project that nothing at run time needs."""
