"""What the administration makes of the responses: remarks, recommendations, paraphrases and outcomes."""
