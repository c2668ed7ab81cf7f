import pytest

from extractor.project import Project
from extractor.store import Run
from extractor.store.agreement import kept
from extractor.workflow.agreeing import agree
from extractor.workflow.checking import Texts
from tests.harness import ARTICLE, MakeProject, ProjectFolder
from tests.reports import TRADE

IDS = ("x", "y")


@pytest.fixture
def here(project: MakeProject) -> ProjectFolder:
    made = project({"a/x.txt": ARTICLE, "a/y.txt": f"{ARTICLE}\nHết.\n"})
    assert made.run("run", "a", "--out", "r").status == 0
    return made


Articles = list[tuple[str, ...]]


def again(here: ProjectFolder, *, stopped: bool, heard: bool = True) -> Articles | None:
    """What is kept once one article was done anew and says nothing, or none was."""
    run = Run.open(here.root / "r")
    texts = Texts(Project(here.root), run.folder)
    said = {"y": ()} if heard else {}
    agree(run, IDS, said, TRADE, texts, stopped=lambda: stopped)
    found = kept(run.folder)
    return None if found is None else [line.articles for line in found.lines]


def test_a_run_that_is_stopped_keeps_nothing_that_may_be_of_before(here: ProjectFolder) -> None:
    assert again(here, stopped=True) is None


def test_what_was_done_anew_is_heard_as_it_is_now(here: ProjectFolder) -> None:
    assert again(here, stopped=False) == []


def test_where_nothing_was_done_what_was_found_stands(here: ProjectFolder) -> None:
    before = (here.root / "r/agreement.jsonl").stat().st_mtime_ns
    assert again(here, stopped=True, heard=False) == [IDS] * 5
    assert (here.root / "r/agreement.jsonl").stat().st_mtime_ns == before
