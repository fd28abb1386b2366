"""The conversation engine as a call sees it, and the processes behind it."""
