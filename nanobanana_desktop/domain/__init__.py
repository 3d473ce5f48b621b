"""What a task is and how it moves: plain Python, no Qt, no input or output."""
