"""The part that the container scripts share: functions with typed arguments. An import runs no work."""
