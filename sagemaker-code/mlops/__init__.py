"""The part of the container scripts that is shared: plain functions with typed arguments, no work at import."""
