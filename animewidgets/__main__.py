"""``python -m animewidgets`` is the command ``animewidgets``."""

from animewidgets.cli import main

raise SystemExit(main())
