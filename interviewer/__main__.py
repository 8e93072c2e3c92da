"""``python -m interviewer``, for when the script is not on the path."""

from interviewer.cli import main

if __name__ == "__main__":
    main()
