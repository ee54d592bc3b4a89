"""Which layout a folder has, and its data set read so."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from livegate.evaluation.data_set import DataSet, DataSetError, Layout
from livegate.evaluation.layouts import casia_fasd, label_list, labelled_folders, lfw, manifest, oulu_npu, pairs

# The surest signs first: a list of pairs often has a manifest beside it, and persons' folders any name.
SIGNS: tuple[tuple[Layout, Callable[[Path], bool]], ...] = (
    (Layout.PAIRS, lambda path: (path / pairs.PHOTO_PAIRS).exists() or (path / pairs.PHOTO_CLIP_PAIRS).exists()),
    (Layout.MANIFEST, lambda path: (path / manifest.FILE_NAME).exists()),
    (Layout.LFW, lambda path: (path / lfw.FILE_NAME).exists()),
    (Layout.OULU_NPU, oulu_npu.is_oulu_npu),
    (Layout.CASIA_FASD, casia_fasd.is_casia_fasd),
    (Layout.LABEL_LIST, label_list.is_label_list),
    (Layout.FOLDERS, lambda path: bool(labelled_folders.read_labelled_folders(path))),
)

READERS: Mapping[Layout, Callable[[Path, str | None], DataSet]] = MappingProxyType(
    {
        Layout.PAIRS: lambda path, _: DataSet(path, Layout.PAIRS, comparisons=pairs.read_pairs(path)),
        Layout.LFW: lambda path, _: DataSet(path, Layout.LFW, comparisons=lfw.read_lfw(path)),
        Layout.MANIFEST: lambda path, _: DataSet(path, Layout.MANIFEST, manifest.read_manifest(path)),
        Layout.OULU_NPU: lambda path, _: DataSet(path, Layout.OULU_NPU, oulu_npu.read_oulu_npu(path)),
        Layout.CASIA_FASD: lambda path, _: DataSet(path, Layout.CASIA_FASD, casia_fasd.read_casia_fasd(path)),
        Layout.LABEL_LIST: lambda path, label: DataSet(
            path, Layout.LABEL_LIST, label_list.read_label_lists(path, label)
        ),
        Layout.FOLDERS: lambda path, _: DataSet(path, Layout.FOLDERS, labelled_folders.read_labelled_folders(path)),
    }
)


def read_data_set(directory: Path, layout: Layout | None = None, *, bona_fide_label: str | None = None) -> DataSet:
    """Read a folder in the given layout, or in the one that it shows signs of.

    ``bona_fide_label`` is the number that stands for living people in lists that use numbers. Raises
    ``DataSetError`` when there is nothing to measure, and ``OSError``.
    """
    if not directory.is_dir():
        raise DataSetError(f"{directory} is not a folder.")
    found = layout or next((layout for layout, shows in SIGNS if shows(directory)), None)
    if found is None:
        raise DataSetError(
            f"{directory} is no data set: it holds neither manifest.csv, pairs.csv, pairs.txt or a list of labels, nor "
            "folders named live and spoof, nor clips named as in OULU-NPU or CASIA-FASD."
        )
    data_set = READERS[found](directory.absolute(), bona_fide_label)
    if not (data_set.presentations or data_set.comparisons):
        raise DataSetError(f"{directory} holds nothing to measure in the layout {found}.")
    return data_set
