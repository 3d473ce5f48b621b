"""Building blocks of the window that know the theme but nothing of tasks."""
