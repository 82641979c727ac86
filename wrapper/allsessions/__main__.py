"""Run the command line with `python -m allsessions`."""

from .cli import main

main()
