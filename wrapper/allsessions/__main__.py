"""Run the command line with `python -m allsessions`."""

from .cli import main

if __name__ == "__main__":
    main()
