import pytest

from index.errors import ModelError
from index.weights import checksums, identity, verify


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "encoder"
    folder.mkdir()
    for name in ("model.onnx", "tokenizer.json"):
        (folder / name).write_text(name)
    (folder / "SHA256SUMS").write_text(checksums(sorted(folder.iterdir())))
    return folder


def test_a_whole_folder_passes_and_one_of_ones_own_without_sums(folder, tmp_path):
    verify(folder, "XIANWEN_ENCODER")
    verify(tmp_path, "XIANWEN_ENCODER")


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (
            lambda path: path.unlink(),
            "is missing; reinstall xianwen, or name another model with XIANWEN_READER",
        ),
        (lambda path: path.write_text("model.onny"), "is damaged: not the bytes of its SHA256SUMS"),
    ],
)
def test_what_is_missing_or_damaged_is_named_with_its_remedy(folder, spoil, what):
    spoil(folder / "model.onnx")
    with pytest.raises(ModelError, match="model.onnx " + what):
        verify(folder, "XIANWEN_READER")


def test_other_weights_have_another_identity(folder):
    before = identity(str(folder))
    assert before.startswith("encoder@")
    (folder / "model.onnx").write_text("other")
    (folder / "SHA256SUMS").write_text(checksums([folder / "model.onnx"]))
    assert identity(str(folder)) != before
    assert identity("intfloat/multilingual-e5-small") == "multilingual-e5-small"
