from eval.speed import main, table, turn_about


def test_work_is_done_turn_about_and_the_first_round_is_not_counted():
    order = []

    def work(name):
        def do():
            order.append(name)
            return 2.0

        return do

    found = turn_about({"old": work("old"), "new": work("new")}, rounds=2)
    assert order == ["old", "new"] * 3
    assert {name: len(rates) for name, rates in found.items()} == {"old": 2, "new": 2}


def test_the_table_shows_the_median_of_the_ratios_pair_by_pair():
    # Pairs 10/5, 12/4, 8/8: ratios 2, 3, 1, median 2; the ratio of the medians is the same here, 10/5.
    shown = table(
        "Encoding", {"old": [5.0, 4.0, 8.0], "new": [10.0, 12.0, 8.0]}, "tokens a second", inverse=False
    )
    assert [list(column.cells) for column in shown.columns] == [
        ["old", "new"], ["5", "10"], ["4", "8"], ["8", "12"], ["1.00", "2.00"],
    ]  # fmt: skip
    times = table("Reading", {"old": [2.0], "new": [4.0]}, "milliseconds", inverse=True)
    assert list(times.columns[1].cells) == ["500", "250"]


def test_a_folder_without_texts_is_named(tmp_path, capsys):
    assert main([str(tmp_path)]) == 1
    assert "no .txt file in it" in capsys.readouterr().out
