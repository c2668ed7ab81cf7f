"""What ``run`` says of itself."""

from __future__ import annotations

from tests.harness import ARTICLE, MakeProject


def test_what_failed_is_said_once(project: MakeProject) -> None:
    here = project({"a/x.txt": ARTICLE, **{f"a/empty{n}.txt": "" for n in range(7)}})
    done = here.run("run", "a", "--out", "r")
    assert done.status == 3
    for n in range(7):
        assert done.stderr.count(f"empty{n}.txt is empty") == 1
    assert "7 failed" in done.stderr


def test_what_failed_before_and_is_not_tried_now_is_said(project: MakeProject) -> None:
    here = project({f"a/empty{n}.txt": "" for n in range(3)})
    here.run("run", "a", "--out", "r")
    (here.root / "a/empty0.txt").write_text(ARTICLE, "utf-8")
    done = here.run("run", "a", "--out", "r", "--limit", "1")
    for n in (1, 2):
        assert done.stderr.count(f"empty{n}.txt is empty") == 1


def test_one_is_not_several(project: MakeProject) -> None:
    here = project({"x.txt": "Năm 2021, xuất khẩu của tỉnh Lạng Sơn đạt 425 triệu USD."})
    done = here.run("run", "x.txt", "--out", "r")
    assert done.stderr.startswith("1 figure in 1 statement of 1 article\n")
    assert "1 article: 1 ok" in here.run("check", "r").stderr
    here.run("accept", "r")
    assert here.run("diff", "r").stdout == "1 article compared, 1 the same\n"


def test_an_article_whose_text_changed_is_not_called_done(project: MakeProject) -> None:
    here = project({"x.txt": ARTICLE})
    here.run("run", "x.txt", "--out", "r")
    here.write({"x.txt": f"{ARTICLE}\n"})
    again = here.run("run", "x.txt", "--out", "r").stderr
    assert "going on with r: 1 of 1 article had a result, 0 failed, 0 pending" in again


def test_the_last_run_is_named(project: MakeProject) -> None:
    here = project({"x.txt": ARTICLE, "y.txt": ARTICLE})
    last = here.run("run", "x.txt").stdout.strip()
    here.run("run", "y.txt", "--out", "elsewhere")
    for command in ("show", "check", "diff"):
        assert here.run(command, "last").stderr.startswith(f"run {last}\n")
    assert "run elsewhere\n" not in here.run("show", "elsewhere").stderr


def test_a_folder_of_hidden_files_can_become_a_run(project: MakeProject) -> None:
    here = project({"x.txt": ARTICLE, "r/.gitignore": "*"})
    assert here.run("run", "x.txt", "--out", "r").status == 0
