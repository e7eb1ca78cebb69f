"""``python -m animewidgets`` is the command ``animewidgets``."""

import sys

from animewidgets.cli import main

sys.exit(main())
