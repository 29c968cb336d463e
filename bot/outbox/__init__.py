"""What is to be posted leaves from here: from the records, at the pace that Teams allows, each post once."""
