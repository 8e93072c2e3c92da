"""When somebody speaks, how loud and how clearly, and when an answer is over."""
