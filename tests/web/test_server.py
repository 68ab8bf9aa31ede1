"""The web server of a production start."""

import gc
import runpy

from config import ROOT


def test_workers_share_the_application_that_was_loaded_before_them():
    conf = runpy.run_path(str(ROOT / "deploy" / "gunicorn.conf.py"))
    assert conf["preload_app"]
    before = gc.get_freeze_count()
    try:
        conf["pre_fork"](None, None)
        assert gc.get_freeze_count() > before + 10_000
        assert not gc.isenabled(), "what is made at the start is no garbage"
        conf["post_fork"](None, None)
        assert gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()
