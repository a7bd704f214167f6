"""Settings of Sphinx; the source tree is put together by `stage.py`."""

from importlib.metadata import version as version_of
from typing import Any

project = "mutua"
author = "The mutua developers"
copyright = "The mutua developers, MIT licence"
version = release = version_of("mutua")

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "sphinx_copybutton",
]
root_doc = "index"
# Names in docstrings are written in single backticks.
default_role = "py:obj"
# Equations and commands stand in blocks without a language.
highlight_language = "none"

# Links to headings as GitHub makes them.
myst_heading_anchors = 6
myst_enable_extensions = ["colon_fence"]
myst_links_external_new_tab = False

# A notebook that fails fails the build. No widget is used, so none is fetched.
nb_execution_mode = "cache"
nb_execution_raise_on_error = True
nb_execution_timeout = 600
nb_merge_streams = True
nb_ipywidgets_js: dict[str, Any] = {}

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True, "inherited-members": True}
napoleon_google_docstring = False
napoleon_use_ivar = True
napoleon_use_rtype = False
python_maximum_signature_line_length = 80

html_theme = "furo"
html_title = "mutua"
html_static_path = ["static"]
html_css_files = ["style.css"]
html_js_files = ["tables.js", "filter.js", "keyboard.js"]
html_favicon = "static/mark.svg"
html_logo = "static/mark.svg"
# Summaries would be fetched, which a browser refuses for a page that is opened from a disk.
html_show_search_summary = False
html_copy_source = False
html_show_sourcelink = False
html_last_updated_fmt = None
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0072B2", "color-brand-content": "#00639c"},
    "dark_css_variables": {"color-brand-primary": "#56B4E9", "color-brand-content": "#7cc4ee"},
    "navigation_with_keys": True,
}
pygments_style = "xcode"  # as dark as a reader needs
pygments_dark_style = "monokai"
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

#: Pages whose tables need the whole width: no table of contents beside them.
WIDE = (
    "index",
    "docs/parameters",
    "docs/outcomes",
    "docs/settings",
    "docs/sources",
    "docs/evidence",
    "docs/glossary",
    "figures/index",
)


def widen(_app: Any, pagename: str, _template: str, context: Any, _doctree: Any) -> None:
    """Give pages of tables the whole width."""
    if pagename in WIDE:
        context["furo_hide_toc"] = True
        context["body"] = f'<div class="wide-page">{context["body"]}</div>'


def mend_roles(_app: Any, _pagename: str, _template: str, context: Any, _doctree: Any) -> None:
    """Give headings of the navigation a level; lines of a signature are no list of definitions."""
    tree = context.get("furo_navigation_tree", "")
    context["furo_navigation_tree"] = tree.replace('"heading"', '"heading" aria-level="2"')
    line, plain = '<dd><em class="sig-param">', ' role="presentation"'
    body = context.get("body", "").replace(f"<dl>\n{line}", f"<dl{plain}>\n{line}")
    context["body"] = body.replace(line, line.replace("<dd", f"<dd{plain}"))


def setup(app: Any) -> None:
    """Connect what the extensions do not do."""
    app.connect("html-page-context", widen, priority=900)
    app.connect("html-page-context", mend_roles, priority=901)
