"""The shipped models answer over a real page, with the network refused."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "eval" / "reports" / "suichang_industry.md"


def run(tmp_path: Path, report: Path, *questions: str) -> dict:
    command = [
        sys.executable,
        str(ROOT / "tests" / "offline.py"),
        str(tmp_path / "library"),
        str(report),
        *questions,
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "0"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_the_whole_way_without_network(tmp_path):
    out = run(tmp_path, SAMPLE, "壹佰科车业一期预计年产值是多少？", "松阳县的产值是多少？")
    assert "16亿元" in out["answers"][0]["text"]
    assert out["answers"][0]["exact"]
    assert out["answers"][1]["grounding"] == "missing"


def test_the_hook_does_refuse():
    code = "import sys; sys.path.insert(0, 'tests'); import offline; sys.addaudithook(offline.refuse); import socket; "
    refused = subprocess.run(
        [sys.executable, "-c", code + "socket.create_connection(('192.0.2.1', 80), 1)"],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert "the network was used" in refused.stderr


def seed_page():
    shared = Path(os.environ.get("TEST_SHARED", str(ROOT.parent / "shared")))
    pages = sorted((shared / "seed").glob("*.txt"))
    if not pages:
        pytest.skip(f"no seed page in {shared}: set TEST_SHARED to the folder above seed")
    return pages[0]


@pytest.mark.shared
def test_the_seed_page_as_it_is(tmp_path):
    wanted = {
        "遂昌县和武汉大学什么时候开始合作的": "2021年6月",
        "壹佰科车业一期预计年产值是多少": "16亿元",
        "从签约到开工用了多少天": "36天",
        "扫描电镜能把金属制品放大多少倍": "20万倍",
    }
    out = run(tmp_path, seed_page(), *wanted, "遂昌县2023年的GDP是多少")
    assert [one["text"] for one in out["answers"][:-1]] == [f"{figure}[1]" for figure in wanted.values()]
    assert out["answers"][-1]["grounding"] == "missing"
    assert all(one["exact"] for one in out["answers"])
    menus = ("返回栏目", "首页", "浏览:", "【编辑", "相关文章")
    assert not any(menu in text for text in out["chunks"] for menu in menus)
