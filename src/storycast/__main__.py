"""`python -m storycast`."""

from storycast.cli import main

if __name__ == "__main__":
    main()
