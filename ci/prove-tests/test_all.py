"""All programs in turn, and their page."""

from house import House

README = "# Top\n\n<!-- results: written by ci/prove/all --readme -->\n\nearlier\n\n<!-- results end -->\n\n## After\n"


class AllTest(House):
    def setUp(self) -> None:
        super().setUp()
        self.program(
            "landmark-parity", 'proof.at_least("agreement", 99, 98, "%")\nproof.table("More", ("a",), [["|x|"]])'
        )
        self.program("zebra", 'proof.at_least("stripes", 3, 2)')

    def test_the_page_has_the_last_full_run_of_each(self) -> None:
        (self.root / "README.md").write_text(README, encoding="utf-8")
        ended = self.run_program("all", "--readme")
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertLess(ended.stdout.index("== landmark-parity"), ended.stdout.index("== zebra"))
        page = (self.root / "docs" / "results.md").read_text(encoding="utf-8")
        self.assertIn("| agreement | 99 % | >= 98 % | yes |", page)
        self.assertIn("| \\|x\\| |", page)
        readme = (self.root / "README.md").read_text(encoding="utf-8")
        self.assertRegex(readme, r"\| `ci/prove/landmark-parity` \| .* \| 1 of 1 \|")
        self.assertNotIn("earlier", readme)
        self.assertTrue(readme.endswith("\n\n## After\n"))

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

    def test_a_readme_without_markers_is_a_sentence(self) -> None:
        (self.root / "README.md").write_text("# Top\n", encoding="utf-8")
        ended = self.run_program("all", "--table", "--readme")
        self.assertEqual(ended.returncode, 1)
        self.assertIn("lacks the lines", ended.stderr)

    def test_an_unknown_name_is_status_2(self) -> None:
        self.assertEqual(self.run_program("all", "horse").returncode, 2)
