"""``python -m livegate`` is the ``livegate`` command."""

from livegate.cli import main

main()
