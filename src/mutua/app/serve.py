"""The server of the page: on this machine alone unless another address is given."""

import os
import socket
import threading
import webbrowser
from importlib.util import find_spec
from typing import Any

from mutua.errors import ParameterError

#: What the page needs beside the package, by the name it is imported by.
NEEDED = ("solara", "solara_assets", "ipyvuetify", "uvicorn")
INSTALL = "the page needs more than is installed: pip install 'mutua[app]'"
#: Settings of Solara: nothing is reported to its makers, no banner, no list of its own.
SETTINGS = {
    "SOLARA_APP": "mutua.app.page",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_THEME_TITLE": "mutua",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
    "SOLARA_ASSETS_EXTRA_LOCATIONS": "mutua.app.assets",  # colours, from the first moment on
    "SOLARA_MODE": "production",
    "SOLARA_KERNEL_CULL_TIMEOUT": "15m",  # of a page that was closed; its address restores it
}


def check_installed() -> None:
    """Refuse to start without what the page needs.

    Raises
    ------
    ParameterError
        In one line: what to install.
    """
    if any(find_spec(name) is None for name in NEEDED):
        raise ParameterError(INSTALL)


def check_address(host: str, port: int) -> None:
    """Refuse an address that no server can listen at.

    Raises
    ------
    ParameterError
        It is taken, or not one of this machine.
    """
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, proto) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ParameterError(f"host, port: {host}:{port} cannot be listened at: {reason}") from None


def serve(host: str, port: int, *, is_opened: bool) -> None:
    """Serve the page until it is interrupted.

    Parameters
    ----------
    is_opened : bool
        Also open the page in a browser.

    Raises
    ------
    ParameterError
        What it needs is not installed, or the address cannot be listened at.
    """
    check_installed()
    check_address(host, port)
    os.environ.update(SETTINGS | {"SERVER_NAME": host, "SERVER_PORT": str(port)})
    import uvicorn

    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}/"
    config = uvicorn.Config("solara.server.starlette:app", host=host, port=port,
                            log_level="error", timeout_graceful_shutdown=1)  # fmt: skip
    announced_server(config, address, is_opened=is_opened).run()


def load_kernel() -> None:
    """Load the kernel, or compile it, while the browser loads the page."""
    from mutua.app.choices import ArmChoice, PageChoices
    from mutua.app.session import Session
    from mutua.jit.cache import is_compiled

    if not is_compiled():
        print("The model is compiled once, for about a minute", flush=True)
    arms = (ArmChoice(), ArmChoice())
    _ = Session(PageChoices(arms=arms, dyads=20, weeks=4)).courses


def announced_server(config: Any, address: str, *, is_opened: bool) -> Any:
    """A server that says where it is once it listens, and then loads the kernel."""
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            threading.Thread(target=load_kernel, daemon=True).start()
            print(f"The page is at {address} (Ctrl-C ends it)", flush=True)
            if is_opened:
                threading.Thread(target=webbrowser.open_new_tab, args=[address]).start()

    return Server(config)
