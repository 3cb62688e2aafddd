"""All programs in turn, and their page."""

from pathlib import Path

from house import House

PAGE = """# Top

<!-- results: written by ci/prove/all --docs -->

earlier

## `ci/prove/landmark-parity`

Of another day. **3 of 4 targets hold.**

## `ci/prove/gone`

Of a program that is no more. **1 of 1 targets hold.**

<!-- results end -->

## After
"""


class AllTest(House):
    def setUp(self) -> None:
        super().setUp()
        self.program(
            "landmark-parity", 'proof.at_least("agreement", 99, 98, "%")\nproof.table("More", ("a",), [["|x|"]])'
        )
        self.program("zebra", 'proof.at_least("stripes", 3, 2)\nproof.note(f"The log is {proof.root}/docs/zebra.log.")')

    def page(self) -> Path:
        file = self.root / "docs" / "results.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(PAGE, encoding="utf-8")
        return file

    def test_the_page_has_the_last_full_run_of_each(self) -> None:
        file = self.page()
        ended = self.run_program("all", "--docs")
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertLess(ended.stdout.index("== landmark-parity"), ended.stdout.index("== zebra"))
        page = file.read_text(encoding="utf-8")
        self.assertIn("| agreement | 99 % | >= 98 % | yes |", page)
        self.assertIn("| \\|x\\| |", page)
        self.assertRegex(page, r"\| \[`ci/prove/landmark-parity`\]\(#ciprovelandmark-parity\) \| .* \| 1 of 1 \|")
        self.assertIn("\n\nThe log is docs/zebra.log.\n", page)
        self.assertNotIn("earlier", page)
        self.assertNotIn("gone", page)
        self.assertTrue(page.endswith("\n\n## After\n"))

    def test_a_program_that_was_not_run_here_keeps_what_the_page_says_of_it(self) -> None:
        file = self.page()
        ended = self.run_program("all", "--docs", "zebra")
        self.assertEqual(ended.returncode, 0, ended.stderr)
        page = file.read_text(encoding="utf-8")
        self.assertIn("| Of another day. | 3 of 4 |", page)
        self.assertIn("## `ci/prove/landmark-parity`\n\nOf another day. **3 of 4 targets hold.**", page)
        self.assertRegex(page, r"zebra`\]\(#ciprovezebra\) \| .* \| 1 of 1 \|")

    def test_quick_runs_leave_the_page_alone(self) -> None:
        self.assertEqual(self.run_program("all", "--quick").returncode, 0)
        self.assertIn("No program", (self.results / "results.md").read_text(encoding="utf-8"))

    def test_one_that_does_not_hold_is_status_1_and_the_others_run_all_the_same(self) -> None:
        self.program("landmark-parity", 'proof.at_least("agreement", 97, 98)')
        ended = self.run_program("all")
        self.assertEqual(ended.returncode, 1)
        self.assertIn("stripes", ended.stdout)

    def test_absent_data_alone_are_status_3(self) -> None:
        self.program("landmark-parity", "pass", ', needs=("absent",)')
        self.assertEqual(self.run_program("all").returncode, 3)

    def test_a_page_without_markers_is_a_sentence(self) -> None:
        self.page().write_text("# Top\n", encoding="utf-8")
        ended = self.run_program("all", "--table", "--docs")
        self.assertEqual(ended.returncode, 1)
        self.assertIn("lacks the lines", ended.stderr)

    def test_an_unknown_name_is_status_2(self) -> None:
        self.assertEqual(self.run_program("all", "horse").returncode, 2)
