"""The rules that import-linter does not hold: one module per library, nothing built at import, no prints."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("index", "qa", "ui", "eval")
OWNERS = {
    "chromadb": {"index/vectors.py"},
    "sentence_transformers": {"index/embed.py", "index/embedding.py", "eval/scale.py"},
    "tiktoken": {"index/tokens.py"},
    "httpx": {"index/fetch.py"},
    "datasketch": {"index/similar.py"},
    "trafilatura": {"index/formats/html.py"},
    "pdfplumber": {"index/formats/pdf.py"},
    "pdfminer": {"index/formats/pdf.py"},
    "docx": {"index/formats/word.py"},
    "rapidocr": {"index/formats/ocr.py"},
    "openpyxl": {"index/formats/sheets.py"},
    "pygal": {"ui/figures_drawing.py"},
    "scipy": {"eval/statistics.py", "eval/calibrate.py", "qa/training/calibrate.py"},
    "onnxruntime": {"index/runtime.py", "index/training/quantise.py"},
    "onnx": {"index/training/quantise.py", "index/training/thaw.py"},
    "matplotlib": {"eval/plots.py"},
    "langchain_text_splitters": {"eval/peers/langchain_tutorial.py"},
    "llama_index": {"eval/peers/llamaindex_starter.py"},
    "jinja2": {"eval/page.py"},
    "starlette": {"ui/routes.py"},
    "mcp": {"ui/mcp_server.py"},
}
FOLDERS = {
    "gradio": ("ui/",),
    "langchain": ("qa/",),
    "langchain_core": ("qa/", "eval/peers/", "eval/obeying.py", "eval/injection.py"),
    "torch": ("qa/read.py", "qa/training/", "index/embedding.py", "index/training/"),
    "transformers": ("qa/read.py", "qa/training/", "index/embed.py", "index/training/"),
}


def modules():
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def imported(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("library", [*OWNERS, *FOLDERS])
def test_a_library_is_known_to_its_module_alone(library):
    users = {path.relative_to(ROOT).as_posix() for path in modules() if library in imported(path)}
    allowed = OWNERS.get(library) or {user for user in users if user.startswith(FOLDERS[library])}
    assert users <= allowed


def test_nothing_imports_ui_eval_or_tests():
    for path in modules():
        package = path.relative_to(ROOT).parts[0]
        assert not (set(imported(path)) & ({"ui", "eval", "tests"} - {package})), path


def test_heavy_libraries_are_not_loaded_with_the_packages():
    heavy = (
        "torch",
        "chromadb",
        "gradio",
        "sentence_transformers",
        "trafilatura",
        "pdfplumber",
        "matplotlib",
        "onnxruntime",
    )
    import subprocess
    import sys

    code = f"import index, qa, ui.cli, sys; print([name for name in {heavy} if name in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert out.stdout.strip() == "[]"
