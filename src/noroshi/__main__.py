"""`python -m noroshi` is the command `noroshi`."""

from noroshi.cli.main import main

if __name__ == "__main__":
    main()
