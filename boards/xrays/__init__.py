"""What is missing of boards, or has gone silent."""
