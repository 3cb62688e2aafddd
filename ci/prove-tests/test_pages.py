"""Pages are read, and what they name must exist."""

import sys
import tempfile
import unittest
from pathlib import Path

from house import ROOT

sys.path.insert(0, str(ROOT / "ci" / "prove" / "lib"))

from docs import checks  # noqa: E402
from docs.pages import Page, read  # noqa: E402

HELP = {
    "bin/pose2gloss train": "--conf FILE --set KEY=VALUE",
    "bin/pose2gloss tables tag": "--force",
    "ci/prove/all": "",
}


class PagesTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        (self.root / "docs").mkdir()
        (self.root / "conf").mkdir()
        (self.root / "conf" / "demo.conf").touch()
        (self.root / "docs" / "configuration.md").write_text(
            "## `training`\n\n| `training.epochs` | `100` |\n| `training.more` | `{}` |\n", encoding="utf-8"
        )

    def page(self, text: str) -> Page:
        (self.root / "docs" / "page.md").write_text(text, encoding="utf-8")
        return read("docs/page.md", text)

    def test_blocks_are_read_with_their_marks_and_continued_lines(self) -> None:
        page = self.page(
            "text\n```bash\n# only said\na \\\n  --b\n\nc   # why\n```\n```bash terminal\nd\n```\n"
            "```bash not-run: a reason\ne\n```\n```hocon\nf = 1\n```\nend\n"
        )
        found = [(one.line, one.text, one.terminal, one.not_run) for one in page.commands]
        self.assertEqual(
            found,
            [(5, "a   --b", False, ""), (7, "c   # why", False, ""), (10, "d", True, ""), (13, "e", False, "a reason")],
        )
        self.assertEqual(page.prose, "text\nend")

    def test_an_unknown_mark_is_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "docs/page.md, line 2: nobody knows a block marked 'later'"):
            self.page("```bash later\na\n```\n")

    def test_links_and_headings_must_exist(self) -> None:
        page = self.page(
            "# On a `x`\n[a](configuration.md#training) [b](gone.md) [c](configuration.md#gone) [d](#on-a-x)\n"
            "[e](https://example.com/gone)\n"
        )
        self.assertEqual(
            checks.links(self.root, [page]),
            [
                "docs/page.md: the link to gone.md leads nowhere.",
                "docs/page.md: configuration.md has no heading #gone.",
            ],
        )

    def test_files_must_exist_unless_they_are_made(self) -> None:
        page = self.page(
            "`conf/demo.conf` `conf/gone.conf` `jobs/x/target/y.jar`\n```bash\na --conf conf/other.conf\n```\n"
        )
        expected = ["docs/page.md: there is no conf/gone.conf.", "docs/page.md: there is no conf/other.conf."]
        self.assertEqual(checks.files(self.root, [page]), expected)

    def test_keys_must_exist(self) -> None:
        page = self.page(
            "`training.epochs` `training.gone` `training.more.x` `other.thing`\n"
            "```bash\na --set training.epochs=1 --set 'training.lost=2'\n```\n"
        )
        self.assertEqual(
            checks.keys(self.root, [page]),
            ["docs/page.md: there is no key training.gone.", "docs/page.md: there is no key training.lost."],
        )

    def test_commands_and_options_must_exist(self) -> None:
        page = self.page(
            "```bash\nX=1 bin/pose2gloss train --conf a --resume | tail\n"
            "bin/pose2gloss tables tag x --force && bin/pose2gloss fly\n"
            "for i in a b; do bin/pose2gloss $i --x; done\nci/prove/all --docs # --no\n"
            "ci/prove/all sh -c 'other --its-own' $(bin/pose2gloss train --conf a)\n```\n"
        )
        self.assertEqual(
            checks.options(page.commands, lambda words: HELP.get(" ".join(words))),
            [
                "docs/page.md, line 2: bin/pose2gloss train has no option --resume.",
                "docs/page.md, line 3: there is no command bin/pose2gloss fly.",
                "docs/page.md, line 5: ci/prove/all has no option --docs.",
            ],
        )

    def test_what_bash_cannot_read_is_told(self) -> None:
        found = checks.syntax(self.page("```bash\nif true\n```\n").commands)
        self.assertEqual(len(found), 1)
        self.assertIn("docs/page.md, line 2", found[0])
