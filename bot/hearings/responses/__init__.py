"""A party's response: written, looked through, sent, or registered for it by a lead."""
