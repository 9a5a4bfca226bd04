"""Static files of the installation: compressed, with the hash of their text in the name."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage as Base

OWN = ("journal/*.js", "parta/*.js")
"""Our scripts: those of other packages import what they do not bring along."""

_all_scripts, _imports = Base._js_module_import_aggregation_patterns


class StaticFiles(Base):
    """Our scripts import each other by hashed names too: no page mixes parts from before and after an update."""

    patterns = (*Base.patterns, *((own, _imports) for own in OWN))
