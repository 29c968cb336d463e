"""From a person's words to an answer: pure, deterministic, without I/O."""
