"""What people see of hearings: a page for each screen, made of values; nothing here reads or writes."""
