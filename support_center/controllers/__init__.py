from . import export
from . import privacy
from . import visit
