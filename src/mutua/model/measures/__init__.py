"""What is recorded, and what the words mean."""
